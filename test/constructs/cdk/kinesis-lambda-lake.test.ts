import { Aws, Stack } from 'aws-cdk-lib'
import type { CfnPolicy, Policy } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import type { KinesisLambdaLake, KinesisLambdaLakeProps } from '../../../constructs/cdk'
import { serverMetrics } from '../../../examples/metrics/pipeline'
import { postActivity } from '../../../examples/posts/pipeline'
import { InvalidPipelineError } from '../../../pipeline'
import { nag } from '../../policies/nag'
import { childrenOf } from '../plan/children'
import { at, outline } from './outline'
import { lakeOf, newStack, type Template, templateOf } from './synthesize'

const lake = (given: Partial<KinesisLambdaLakeProps> = {}) => lakeOf({ pipeline: postActivity, ...given })

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:operations'
const STREAM = 'arn:aws:kinesis:eu-central-1:123456789012:stream/clicks'
const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'

function issuesOf(given: object): readonly string[] {
  try {
    lakeOf({ pipeline: postActivity, ...given })
  } catch (error) {
    if (error instanceof InvalidPipelineError) return error.issues.map(({ path }) => path)
    throw error
  }
  return []
}

const propertiesOf = (template: Template, made: { readonly node: { readonly defaultChild?: unknown } }): unknown => {
  const child = made.node.defaultChild as { readonly stack: Stack; readonly logicalId: string }
  return template.Resources[child.stack.resolve(child.logicalId)].Properties
}

describe.each([
  ['dev', {}],
  ['prod', { environment: 'prod', eventsPerSecond: 1000, archive: 'objects', alarms: { topicArn: TOPIC } }],
  ['prod with an Iceberg archive', { pipeline: serverMetrics, environment: 'prod', eventsPerSecond: 1000, archive: 'iceberg' }],
] as const)('in %s', (_, given) => {
  const made = lake(given)
  const template = templateOf(made)

  test('the children are those of the plan, by name', () => {
    expect(made.node.children.map(({ node }) => node.id).sort()).toEqual([...childrenOf(made.plan)].sort())
  })

  test('types, names and key settings are stable', () => {
    expect(outline(made, template)).toMatchSnapshot()
  })

  test("cdk-nag's AwsSolutions finds nothing", () => {
    expect(nag(made)).toEqual([])
  })
})

test('what holds data stays in prod, also when something else replaces it', () => {
  const { Resources } = templateOf(lake({ environment: 'prod' }))
  const stateful = Object.values(Resources).filter(({ Type }) => /Bucket$|Stream$|::Key$|DynamoDB::Table$|LogGroup$/.test(Type))
  expect(stateful).toHaveLength(10)
  for (const resource of stateful) expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })
})

test('all mistakes of properties are one error, each with its path', () => {
  const given = { eventsPerSecond: -1, stream: { shards: 0.5, shardz: 1 }, alarms: { topicArn: 'operations' } }
  expect(issuesOf(given)).toEqual(['eventsPerSecond', 'stream.shards', 'stream.shardz', 'alarms.topicArn'])
})

test('ARNs may be tokens', () => {
  const stack = newStack()
  const topic = new Topic(stack, 'Operations')
  const made = lakeOf(
    { pipeline: postActivity, alarms: { topicArn: topic.topicArn }, stream: { existing: { arn: STREAM, keyArn: KEY } } },
    stack,
  )
  const template = templateOf(made)
  expect(JSON.stringify(template)).not.toContain('stand-in')
  expect(at(propertiesOf(template, made.alarms['watermark-lag-alarm']), 'AlarmActions.0')).toEqual(stack.resolve(topic.topicArn))
  expect(template.Resources).not.toHaveProperty('Lakeevents')
  expect(made.process.mapping && stack.resolve(made.process.mapping.eventSourceArn)).toBe(STREAM)
  expect(stack.resolve(made.outputs['streamName'])).toBe('clicks')
})

test('a stream whose ARN is a token is read, by a role that may read it', () => {
  const stack = newStack()
  const arn = stack.formatArn({ service: 'kinesis', resource: 'stream', resourceName: Aws.STACK_NAME })
  const made = lakeOf({ pipeline: postActivity, stream: { existing: { arn } } }, stack)
  expect(JSON.stringify(templateOf(made))).not.toContain('stand-in')
  expect(grants(made.process.policy)['ReadEvents'].resources).toEqual([stack.resolve(arn)])
})

/** Statements by their names, with resources as paths of constructs. */
function grants(policy: Policy): Readonly<Record<string, { readonly actions: readonly string[]; readonly resources: readonly unknown[] }>> {
  const stack = Stack.of(policy)
  const document = stack.resolve((policy.node.defaultChild as CfnPolicy).policyDocument)
  const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T])
  return Object.fromEntries(
    document.Statement.map((statement: { readonly Sid: string; readonly Action: string | string[]; readonly Resource: unknown }) => [
      statement.Sid,
      { actions: list(statement.Action), resources: list(statement.Resource) },
    ]),
  )
}

describe('roles', () => {
  const made: KinesisLambdaLake = lake({ archive: 'objects' })
  const template = templateOf(made)
  const stack = Stack.of(made)

  test.each(made.plan.functions.map(({ role }) => role))('%s has the statements of the plan, and no others', role => {
    const parts = made[role]
    const planned = made.plan.functions.find(plan => plan.role === role)
    if (parts === undefined || planned === undefined) throw new Error(`there is no ${role}`)
    const granted = grants(parts.policy)
    expect(Object.keys(granted)).toEqual(planned.execution.statements.map(({ sid }) => sid))
    for (const { sid, actions } of planned.execution.statements) expect([...granted[sid].actions].sort()).toEqual([...actions].sort())
    const attached = Object.values(template.Resources).filter(
      ({ Type, Properties }) =>
        /IAM::.*Policy$/.test(Type) && JSON.stringify(Properties?.['Roles']) === JSON.stringify([stack.resolve(parts.role.roleName)]),
    )
    expect(attached).toHaveLength(1)
    expect(propertiesOf(template, parts.role)).not.toHaveProperty('ManagedPolicyArns')
  })
})
