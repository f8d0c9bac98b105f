import { byPulumi } from './by-pulumi'
import { RULES } from './rules'

test('what Pulumi deploys follows every rule', async () => {
  for (const deployment of await byPulumi()) {
    expect(deployment.resources.filter(({ kind }) => kind !== 'description').length).toBeGreaterThan(15)
    const violations = RULES.map(rule => ({ tool: deployment.tool, rule: rule.name, found: rule.violations(deployment) }))
    expect(violations.filter(({ found }) => found.length > 0)).toEqual([])
  }
})
