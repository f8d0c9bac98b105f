import { planKinesisLambdaLake, policyTree, type Statement } from '../../../constructs/plan'
import { postActivity } from '../../../examples/posts/pipeline'
import { wikipediaEdits } from '../../../examples/wikipedia/pipeline'
import { InvalidPipelineError } from '../../../pipeline'
import { childrenOf, referencesIn } from './children'

const posts = planKinesisLambdaLake(postActivity.definition, { environment: 'prod', eventsPerSecond: 10_000, archive: 'objects' })
const wikipedia = planKinesisLambdaLake(wikipediaEdits.definition)

test('children have stable names, each once', () => {
  const children = childrenOf(posts)
  expect(new Set(children).size).toBe(children.length)
  expect(children.toSorted()).toMatchSnapshot()
  expect(childrenOf(wikipedia).toSorted()).toMatchSnapshot()
})

test('each reference is to a child of the plan', () => {
  for (const plan of [posts, wikipedia]) {
    const children = new Set(childrenOf(plan))
    expect([...referencesIn(plan)].filter(name => !children.has(name))).toEqual([])
  }
})

test('the second generation has children of its own beside the same stream, key, bucket of access logs and note of what is deployed', () => {
  const second = planKinesisLambdaLake(postActivity.definition, {
    environment: 'prod',
    eventsPerSecond: 10_000,
    archive: 'objects',
    generation: 2,
  })
  const shared = childrenOf(posts).filter(child => childrenOf(second).includes(child))
  expect(shared.toSorted()).toEqual(['access-logs', 'deployed-state', 'events', 'key'])
  expect([...referencesIn(second)].filter(name => !childrenOf(second).includes(name))).toEqual([])
})

test('all problems of settings are reported together, each with its path', () => {
  const settings = { speed: 1, stream: { shards: 0, existing: {} }, mapping: { batchSize: 1.5 }, alarms: { topicArn: 'topic' } }
  try {
    planKinesisLambdaLake(postActivity.definition, settings as never)
    throw new Error('nothing was refused')
  } catch (error) {
    if (!(error instanceof InvalidPipelineError)) throw error
    expect(error.issues.map(({ path, code }) => [path, code])).toEqual([
      ['settings.speed', 'unknown-member'],
      ['settings.stream.shards', 'out-of-range'],
      ['settings.stream.existing.arn', 'missing-member'],
      ['settings.mapping.batchSize', 'wrong-type'],
      ['settings.alarms.topicArn', 'wrong-value'],
    ])
  }
})

test.each([
  [{ stream: { mode: 'on-demand', shards: 2 } }, 'settings.stream.shards'],
  [{ mapping: { startingPosition: 'AT_TIMESTAMP' } }, 'settings.mapping.startingPositionTimestampSeconds'],
  [{ mapping: { startingPositionTimestampSeconds: 5 } }, 'settings.mapping.startingPositionTimestampSeconds'],
  [{ mapping: { maximumRecordAgeSeconds: 604_800 } }, 'settings.mapping.maximumRecordAgeSeconds'],
] as const)('%j do not go together', (settings, path) => {
  expect(() => planKinesisLambdaLake(postActivity.definition, settings)).toThrow(path)
})

test('a second stage is planned where the group key is not the partition key', () => {
  expect(posts.functions.map(({ role }) => role)).toEqual(['process', 'merge', 'publish', 'tick'])
  const [, channels] = wikipediaEdits.definition.outputs
  const alone = planKinesisLambdaLake({ ...wikipediaEdits.definition, outputs: [channels] })
  expect(alone.functions.map(({ role }) => role)).toEqual(['process', 'publish'])
  expect(alone.streams.map(({ role }) => role)).toEqual(['events'])
})

const statementsOf = (plan: typeof posts): readonly Statement[] => [
  ...plan.functions.flatMap(({ execution, schedule }) => [...execution.statements, ...(schedule?.execution.statements ?? [])]),
  ...(plan.archive?.execution.statements ?? []),
]

test('what is allowed has no wildcard action and no bare wildcard resource', () => {
  for (const { actions, resources, effect, sid } of statementsOf(posts)) {
    expect(effect).toBe('Allow')
    expect(sid).toMatch(/^[A-Za-z0-9]+$/)
    for (const action of actions) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/)
    expect(resources).not.toBe('*')
  }
  for (const { actions } of posts.key.policy) for (const action of actions) expect(action).not.toContain('*')
})

test('each bucket and queue refuses what comes without TLS', () => {
  for (const { policy } of [...posts.buckets, ...posts.queues])
    expect(policy).toContainEqual(
      expect.objectContaining({ effect: 'Deny', principals: '*', conditions: { Bool: { 'aws:SecureTransport': 'false' } } }),
    )
})

test('alarms have dimensions', () => {
  for (const { dimensions } of posts.alarms) expect(Object.keys(dimensions)).toHaveLength(1)
})

test('what is remembered of the deployment fits a parameter of SSM', () => {
  expect(JSON.parse(posts.stateParameter.value)).toEqual(posts.deployedState)
  expect(posts.stateParameter.value.length).toBeLessThan(4096)
})

test('a policy is written as IAM reads it', () => {
  const [first] = posts.functions[0].execution.statements
  expect(policyTree([first])).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ReadEvents',
        Effect: 'Allow',
        Action: first.actions,
        Resource: [{ ref: 'events', attribute: 'arn' }],
      },
    ],
  })
})
