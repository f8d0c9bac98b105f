import type { Issue } from '../../pipeline'
import type { DeployedState, OutputState } from './state'

/** A way to a change that the state which is there doesn't allow. */
export interface WayOut {
  readonly name: 'another generation' | 'side by side' | 'without state' | 'undo'
  /** What to do, and what becomes of open windows. */
  readonly what: string
  /** What it changes in the settings. */
  readonly settings: Readonly<Record<string, string | number | boolean>>
}

/** A change that would lose or misread state; found by comparing what is deployed with what is planned. */
export interface UnsafeChange extends Issue {
  readonly code: 'unsafe-change'
  readonly ways: readonly WayOut[]
}

/**
 * What makes a plan unsafe to deploy over what is there. Empty for another, higher generation: it has state and tables of its own.
 * Fewer shards are no unsafe change within the steps that Kinesis takes: a shard that ends hands its state over to its successors.
 *
 * Where somebody chose to go on without state (`withoutState`), what the tables don't allow is left.
 */
export function compareStates(before: DeployedState, after: DeployedState): readonly UnsafeChange[] {
  if (after.withoutState !== true) return changes(before, after)
  return changes(
    { ...before, partitionKey: after.partitionKey, outputs: withoutStates(before.outputs) },
    { ...after, outputs: withoutStates(after.outputs) },
  )
}

function withoutStates(outputs: DeployedState['outputs']): DeployedState['outputs'] {
  return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, { ...output, state: null, merged: false }]))
}

function changes(before: DeployedState, after: DeployedState): readonly UnsafeChange[] {
  if (after.generation > before.generation) return []
  const ways = waysOut(before, after)
  const unsafe = (path: string, message: string, got?: string, allowed?: string): UnsafeChange => ({
    code: 'unsafe-change',
    path,
    message,
    ...(got === undefined ? {} : { got }),
    ...(allowed === undefined ? {} : { allowed }),
    hint: ways.map(({ name, what }) => `${name}: ${what}`).join('; or '),
    ways,
  })
  if (after.generation < before.generation)
    return [
      unsafe(
        'settings.generation',
        'an earlier generation would go on with state of its time',
        `${after.generation}`,
        `${before.generation} and more`,
      ),
    ]
  if (after.pipeline !== before.pipeline)
    return [unsafe('name', 'this deployment has the state of another pipeline', after.pipeline, before.pipeline)]
  if (after.engine !== before.engine)
    return [unsafe('engine', 'the engines cannot read the state of each other', after.engine, before.engine)]
  const hasState = Object.values(before.outputs).some(({ state }) => state !== null)
  const found: UnsafeChange[] = []
  if (hasState && after.partitionKey !== before.partitionKey)
    found.push(
      unsafe(
        'source.partitionKey',
        'open windows of a key are in the shard of its former partition key',
        after.partitionKey ?? 'none',
        before.partitionKey ?? 'none',
      ),
    )
  if (before.mergePartitions !== null && after.mergePartitions !== null && before.mergePartitions !== after.mergePartitions)
    found.push(
      unsafe(
        'settings.mergePartitions',
        'keys would change their partition of the shuffle',
        `${after.mergePartitions}`,
        `${before.mergePartitions}`,
      ),
    )
  found.push(...shardSteps(before, after, unsafe))
  for (const name of new Set([...Object.keys(before.outputs), ...Object.keys(after.outputs)]))
    found.push(...outputChanges(name, member(before.outputs, name), member(after.outputs, name), unsafe))
  return found
}

type Unsafe = (path: string, message: string, got?: string, allowed?: string) => UnsafeChange

function member(outputs: DeployedState['outputs'], name: string): OutputState | undefined {
  return Object.hasOwn(outputs, name) ? outputs[name] : undefined
}

/** UpdateShardCount neither doubles more than once nor halves more than once. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html */
function shardSteps(before: DeployedState, after: DeployedState, unsafe: Unsafe): readonly UnsafeChange[] {
  if (before.shards === null || after.shards === null) return []
  const [least, most] = [Math.ceil(before.shards / 2), before.shards * 2]
  if (after.shards >= least && after.shards <= most) return []
  return [
    {
      ...unsafe(
        'settings.stream.shards',
        'Kinesis changes the number of shards by half or double at most',
        `${after.shards}`,
        `${least} to ${most}`,
      ),
      hint: 'go in steps, each when the one before is done',
      ways: [],
    },
  ]
}

function outputChanges(
  name: string,
  before: OutputState | undefined,
  after: OutputState | undefined,
  unsafe: Unsafe,
): readonly UnsafeChange[] {
  const path = `outputs.${name}`
  if (before === undefined)
    return after === undefined || after.state === null ? [] : [unsafe(path, 'the stored state knows no windows of this output')]
  if (after === undefined)
    return before.state === null ? [] : [unsafe(path, 'the stored state has open windows of this output, which is gone')]
  const changes: UnsafeChange[] = []
  if (before.state !== after.state)
    changes.push(
      unsafe(
        path,
        'its steps, keys, window or aggregates changed in what matters to state',
        after.state ?? 'no windows',
        before.state ?? 'no windows',
      ),
    )
  else if (before.merged !== after.merged)
    changes.push(
      unsafe(
        path,
        'whether its windows are merged over shards changed',
        after.merged ? 'merged' : 'in each shard',
        before.merged ? 'merged' : 'in each shard',
      ),
    )
  if (before.partitionBy !== after.partitionBy)
    changes.push(
      unsafe(`${path}.into.partitionBy`, "a table's partitions are fixed", after.partitionBy || 'none', before.partitionBy || 'none'),
    )
  return changes
}

function waysOut(before: DeployedState, after: DeployedState): readonly WayOut[] {
  const generation = Math.max(before.generation, after.generation) + 1
  return [
    {
      name: 'another generation',
      what: `set generation ${generation}: new functions, state and tables read the stream from the oldest record that it has (or from mapping.startingPosition AT_TIMESTAMP, after producers paused and idle ticks closed the windows); the old ones go when the new ones are there, and a lake that is retained stays`,
      settings: { generation },
    },
    {
      name: 'side by side',
      what: 'deploy the new definition under another name over the same stream (stream.existing), let readers change over, then remove the old one',
      settings: { 'stream.existing.arn': 'the ARN of the stream' },
    },
    ...(after.engine === 'flink'
      ? [
          {
            name: 'without state',
            what: 'set skipSnapshot for this one update: open windows are lost, reading begins again at startingPosition, and what it reads again is in the tables twice',
            settings: { skipSnapshot: true },
          } as const,
        ]
      : []),
    { name: 'undo', what: 'keep the definition as it was', settings: {} },
  ]
}
