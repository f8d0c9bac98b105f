import { byPulumi } from './by-pulumi'
import { RULES } from './rules'

test('what Pulumi deploys follows every rule', async () => {
  const deployment = await byPulumi('prod')
  expect(deployment.resources.filter(({ kind }) => kind !== 'description').length).toBeGreaterThan(40)
  const violations = RULES.map(rule => ({ rule: rule.name, found: rule.violations(deployment) }))
  expect(violations.filter(({ found }) => found.length > 0)).toEqual([])
})
