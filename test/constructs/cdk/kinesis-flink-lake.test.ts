import { Stack } from 'aws-cdk-lib'
import { earthquakeRegions } from '../../../examples/earthquakes/pipeline'
import { InvalidPipelineError } from '../../../pipeline'
import { nag } from '../../policies/nag'
import { childrenOf } from '../plan/children'
import { outline } from './outline'
import { flinkLakeOf, templateOf } from './synthesize'

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:operations'
const made = flinkLakeOf({ pipeline: earthquakeRegions, environment: 'prod', eventsPerSecond: 1000, alarms: { topicArn: TOPIC } })
const template = templateOf(made)

test('the children are those of the plan by name, and what CloudFormation has for the jar and its logs', () => {
  const own = ['application-code', 'application-logging']
  expect(made.node.children.map(({ node }) => node.id).sort()).toEqual([...childrenOf(made.plan), ...own].sort())
})

test('types, names and key settings are stable', () => {
  expect(outline(made, template)).toMatchSnapshot()
})

test("cdk-nag's AwsSolutions finds nothing", () => {
  expect(nag(made)).toEqual([])
})

test('an update restores the snapshot, unless somebody says not to', () => {
  const restored = (skipSnapshot: boolean) => {
    const { application } = flinkLakeOf({ pipeline: earthquakeRegions, skipSnapshot }).application
    return Stack.of(application).resolve(application.runConfiguration)
  }
  expect(restored(false)).toEqual({
    applicationRestoreConfiguration: { applicationRestoreType: 'RESTORE_FROM_LATEST_SNAPSHOT' },
    flinkRunConfiguration: { allowNonRestoredState: false },
  })
  expect(restored(true)).toMatchObject({ applicationRestoreConfiguration: { applicationRestoreType: 'SKIP_RESTORE_FROM_SNAPSHOT' } })
})

test('the role reads the runner itself, and no other asset', () => {
  const { policy } = made.application
  const { Statement } = Stack.of(policy).resolve(policy.document)
  const found = Statement.find(({ Sid }: { readonly Sid: string }) => Sid === 'LoadRunner')
  expect(JSON.stringify(Stack.of(policy).resolve(found.Resource))).toMatch(/[0-9a-f]{64}\.ts/)
})

test('all mistakes of properties are one error, each with its path', () => {
  const wrong = { pipeline: earthquakeRegions, parallelism: 0, checkpointSeconds: 0.5 }
  expect(() => flinkLakeOf(wrong)).toThrow(InvalidPipelineError)
  expect(() => flinkLakeOf(wrong)).toThrow(/- parallelism: .*\n- checkpointSeconds: /)
})
