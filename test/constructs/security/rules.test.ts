import type { Deployment, Resource } from './resources'
import { RULES } from './rules'
import { ALL, alarm } from './samples'

const deploymentOf = (...resources: readonly Resource[]): Deployment => ({ tool: 'none', isProduction: true, resources })

describe.each(RULES)('$name', ({ violations, broken }) => {
  test('resources that follow it have no violations', () => {
    const watched = [
      'AWS/Lambda IteratorAge',
      'AWS/Lambda Throttles',
      'AWS/SQS ApproximateNumberOfMessagesVisible',
      'streambed DeadLetters',
    ]
    const others = [...watched, 'streambed WatermarkLag', 'AWS/KinesisAnalytics failingTime'].map(metric => ({ ...alarm, metric }))
    expect(violations(deploymentOf(...ALL, ...others))).toEqual([])
  })

  test.each(broken.map((resource, index) => [index, resource] as const))('a resource that breaks it is found (%d)', (_, resource) => {
    expect(violations(deploymentOf(resource))).toHaveLength(1)
  })
})

test('a deployment without alarms is found', () => {
  const silent = ALL.filter(({ kind }) => kind !== 'alarm')
  expect(RULES.flatMap(({ violations }) => violations(deploymentOf(...silent)))).toHaveLength(7)
})

test('an alarm that is needed and missing is found', () => {
  const found = RULES.flatMap(({ violations }) => violations(deploymentOf(...ALL)))
  expect(found).toHaveLength(6)
  expect(found[0]).toBe('nothing watches waiting records (AWS/Lambda IteratorAge)')
})
