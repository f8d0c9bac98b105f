import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App, Stack } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import flags from 'aws-cdk-lib/recommended-feature-flags.json'
import { KinesisLambdaLake, type KinesisLambdaLakeProps } from '../../../constructs/cdk'
import { earthquakeRegions } from '../../../examples/earthquakes/pipeline'
import { count, pipeline, source, string, table, timestamp, tumbling } from '../../../index'
import { bundleSync } from '../../../processors/aws-lambda'
import { lakeOf, newStack, templateOf } from './synthesize'

const users = source('clicks', {
  schema: { at: timestamp(), user: string() },
  eventTime: 'at',
  partitionKey: 'user',
  maxDelay: '1 minute',
})
const env = { account: '123456789012', region: 'eu-central-1' }
const lake = (stack: Stack, given: Partial<KinesisLambdaLakeProps> = {}) => lakeOf({ pipeline: earthquakeRegions, ...given }, stack)

test("CDK's recommended feature flags change nothing but what is the same in other words", () => {
  const plain = templateOf(lake(newStack())).Resources
  const flagged = templateOf(lake(newStack({ context: flags }))).Resources
  const types = (resources: typeof plain) =>
    Object.values(resources)
      .map(({ Type }) => Type)
      .sort()
  const statements = (resources: typeof plain) =>
    Object.values(resources).flatMap(({ Properties }) => {
      const document = Properties?.['PolicyDocument'] as
        | { readonly Statement: readonly { readonly Sid: string; readonly Action: unknown }[] }
        | undefined
      return document?.Statement.map(({ Sid, Action }) => [Sid, [Action].flat().sort()]) ?? []
    })
  expect(types(flagged)).toEqual(types(plain))
  expect(statements(flagged)).toEqual(statements(plain))
})

test('each function has the code that is bundled for it, and nothing else', () => {
  const stack = newStack()
  new KinesisLambdaLake(stack, 'Lake', { pipeline: earthquakeRegions })
  const assembly = (stack.node.root as App).synth()
  const { files } = JSON.parse(readFileSync(join(assembly.directory, 'Posts.assets.json'), 'utf8'))
  const codes = Object.values<{ readonly source: { readonly path: string; readonly packaging: string } }>(files)
    .filter(({ source }) => source.packaging === 'zip')
    .map(({ source }) => readFileSync(join(assembly.directory, source.path, 'index.js'), 'utf8'))
  const roles = ['process', 'merge', 'publish', 'tick'] as const
  const made = roles.filter(role => earthquakeRegions.definition.source.idleTimeoutMs !== null || role !== 'tick')
  const expected = made.map(role => Buffer.from(bundleSync({ role, definition: earthquakeRegions }).code).toString('utf8'))
  expect([...codes].sort()).toEqual([...expected].sort())
})

describe('what is deployed', () => {
  /** Synthesizes as CDK's command line does: once to learn what is to be looked up, then with what was found. */
  function following(before: KinesisLambdaLakeProps, after: KinesisLambdaLakeProps): KinesisLambdaLake {
    const deployed = lakeOf(before, newStack()).plan.stateParameter.value
    const asking = lakeOf(after, newStack({ env }))
    const [missing] = (asking.node.root as App).synth().manifest.missing ?? []
    expect(missing).toMatchObject({ provider: 'ssm', props: { ...env, parameterName: asking.plan.stateParameter.parameterName } })
    return lakeOf(after, newStack({ env, context: { [missing?.key ?? '']: deployed } }))
  }
  /** Clicks of each user within so many minutes. */
  const clicks = (minutes: number) => ({
    pipeline: pipeline('clicks', users).output(events =>
      events
        .groupBy('user')
        .window(tumbling(`${minutes} minutes`))
        .aggregate({ clicks: count() })
        .into(table('by_user')),
    ),
  })

  test('is followed by the same definition with another rate', () => {
    expect(() => following(clicks(1), { ...clicks(1), eventsPerSecond: 100 })).not.toThrow()
  })

  test('is not followed by what its state can not mean, and the error says the ways out', () => {
    expect(() => following(clicks(1), clicks(2))).toThrow(
      /Posts\/Lake can't follow what is deployed: \n- pipeline\.outputs\.by_user: .* another generation: set generation 2/,
    )
  })

  test('is followed by another generation, but not by an earlier one', () => {
    expect(() => following(clicks(1), { ...clicks(2), generation: 2 })).not.toThrow()
    expect(() => following({ ...clicks(2), generation: 2 }, clicks(2))).toThrow(/an earlier generation would go on with state of its time/)
  })

  test('is not looked at where nobody asks, and needs a stack whose account is known', () => {
    const missing = (construct: KinesisLambdaLake) => (construct.node.root as App).synth().manifest.missing
    expect(missing(lake(newStack({ env }), { checkDeployed: false }))).toBeUndefined()
    expect(missing(lake(newStack()))).toBeUndefined()
  })

  test('must be what this version wrote', () => {
    const asking = lake(newStack({ env }))
    const [found] = (asking.node.root as App).synth().manifest.missing ?? []
    expect(() => lake(newStack({ env, context: { [found?.key ?? '']: 'version 2' } }))).toThrow(
      'got version 2; allowed is what this version',
    )
  })
})

test("code of one's own is taken", () => {
  const made = lake(newStack(), { code: role => Code.fromInline(`exports.handler = async () => '${role}'`) })
  expect(JSON.stringify(templateOf(made))).toContain("async () => 'publish'")
})
