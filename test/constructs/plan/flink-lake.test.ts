import { flinkCostOf, graphOfFlinkPlan, type KinesisFlinkLakeSettings, planKinesisFlinkLake, sqlGroups } from '../../../constructs/plan'
import { compile, findEngine } from '../../../engines'
import { earthquakeRegions } from '../../../examples/earthquakes/pipeline'
import { postActivity } from '../../../examples/posts/pipeline'
import { InvalidPipelineError } from '../../../pipeline'
import { childrenOf, referencesIn } from './children'

const plan = planKinesisFlinkLake(earthquakeRegions.definition, { environment: 'prod', eventsPerSecond: 2000 })

test('children have stable names, each once; references are to them', () => {
  const children = childrenOf(plan)
  expect(new Set(children).size).toBe(children.length)
  expect(children.toSorted()).toMatchSnapshot()
  expect([...referencesIn(plan)].filter(name => !children.includes(name))).toEqual([])
})

test('the pieces of the text fit the service’s property groups, and are the text', () => {
  const text = `${compile(findEngine('flink-sql'), earthquakeRegions.definition, { variant: 'managed-flink' }).files[0].text}-- ${'ä€𝄞 '.repeat(40_000)}`
  const groups = sqlGroups(text)
  expect(groups.length).toBeGreaterThan(2)
  const pieces = groups.flatMap(({ id, values }) => {
    expect(id).toMatch(/^[a-zA-Z0-9_.-]{1,50}$/)
    expect(Object.keys(values).length).toBeLessThanOrEqual(50)
    return Object.entries(values)
  })
  for (const [, value] of pieces) expect(Buffer.byteLength(String(value))).toBeLessThanOrEqual(2048)
  expect(pieces.map(([key]) => Number(key))).toEqual(pieces.map((_, index) => index + 1))
  expect(pieces.map(([, value]) => String(value).slice(1, -1)).join('')).toBe(text)
})

test('all parameters of the text are given, and no others', () => {
  const { parameters } = compile(findEngine('flink-sql'), earthquakeRegions.definition, { variant: 'managed-flink' })
  const given = plan.application.properties.find(({ id }) => id === 'streambed.parameters')?.values ?? {}
  expect(Object.keys(given).toSorted()).toEqual(parameters.map(({ name }) => name).toSorted())
})

test('late events go to a stream whose name the text has', () => {
  expect(plan.sinkStreams.map(({ role, streamName }) => [role, streamName])).toEqual([
    ['late-events', 'earthquake-regions-prod-earthquake-regions_late_events'],
  ])
})

test('an update goes on from its snapshot, unless somebody chose otherwise', () => {
  expect(plan.application).toMatchObject({ snapshots: true, restore: 'RESTORE_FROM_LATEST_SNAPSHOT', allowNonRestoredState: false })
  const { application } = planKinesisFlinkLake(earthquakeRegions.definition, { skipSnapshot: true })
  expect(application).toMatchObject({ snapshots: true, restore: 'SKIP_RESTORE_FROM_SNAPSHOT' })
})

test('there is a task for each shard', () => {
  expect(plan.streams[0].shards).toBe(3)
  expect(plan.application.parallelism).toBe(3)
})

test('a task without a shard is refused, since it would hold all windows open', () => {
  const planned = (parallelism: number, definition = earthquakeRegions.definition) =>
    planKinesisFlinkLake(definition, { eventsPerSecond: 2000, environment: 'prod', parallelism })
  expect(() => planned(4)).toThrow('settings.parallelism: a task without a shard holds all windows open')
  expect(() => planned(4, { ...postActivity.definition, source: { ...postActivity.definition.source, idleTimeoutMs: null } })).toThrow(
    /settings\.parallelism: a task without.*Managed Flink: /s,
  )
  const { source } = earthquakeRegions.definition
  expect(planned(4, { ...earthquakeRegions.definition, source: { ...source, idleTimeoutMs: 60_000 } }).application.parallelism).toBe(4)
  expect(planned(2).decisions.find(({ what }) => what === 'application: parallelism 2')?.reason).toContain('tasks read several shards')
})

test('a stream whose shards may become more than the tasks is a choice, and tasks for one that is there have to be given', () => {
  const reasonOf = (settings: KinesisFlinkLakeSettings) =>
    planKinesisFlinkLake(earthquakeRegions.definition, settings).decisions.find(({ what }) => what.startsWith('application: parallelism'))
      ?.reason
  expect(planKinesisFlinkLake(earthquakeRegions.definition).streams[0]).toMatchObject({ mode: 'provisioned', shards: 1 })
  expect(reasonOf({})).toBe('a task for each shard: late events are judged by the watermark of their own shard')
  expect(reasonOf({ stream: { mode: 'on-demand' } })).toContain('an on-demand stream splits them by itself')
  const existing = { arn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/events' }
  expect(() => reasonOf({ stream: { existing } })).toThrow('settings.parallelism: is required with a stream that is there')
  expect(reasonOf({ stream: { existing }, parallelism: 6 })).toContain('the shards of the stream that is there')
})

test('what the application may do has no wildcard action and no bare wildcard resource', () => {
  for (const { actions, resources } of plan.application.execution.statements) {
    for (const action of actions) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/)
    expect(resources).not.toBe('*')
  }
})

test('problems of settings and what Flink can not run are reported together', () => {
  try {
    planKinesisFlinkLake(postActivity.definition, { parallelismPerKpu: 9 })
    throw new Error('nothing was refused')
  } catch (error) {
    if (!(error instanceof InvalidPipelineError)) throw error
    expect(error.issues.map(({ path }) => path)).toEqual(['settings.parallelismPerKpu', 'outputs[1].windowed.aggregates[1]'])
  }
})

test('its cost and its picture are of the plan', () => {
  // One KPU for three tasks, and one for orchestration.
  const application = flinkCostOf(plan).groups.find(({ service }) => service === 'Managed Flink')
  expect(application?.lines.map(({ usd }) => usd)).toEqual([expect.closeTo(2 * 730 * 0.11), expect.closeTo(5)])
  expect(graphOfFlinkPlan(plan).chains.map(chain => chain.map(({ title }) => title))).toEqual([
    ['Managed Flink', 'S3: tables/', 'Glue and Athena'],
  ])
})
