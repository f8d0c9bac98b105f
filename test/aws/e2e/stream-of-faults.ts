import { setTimeout as sleep } from 'node:timers/promises'
import { MergeShardsCommand, SplitShardCommand } from '@aws-sdk/client-kinesis'
import { DeleteFunctionConcurrencyCommand, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda'
import { Checkpoints, type EventSourceMapping, type FaultKind, RandomFaults } from '../mapping'
import type { Checks } from './checks'
import { nameOf } from './deployment'
import { type Sent, send } from './events'
import type { Reader, World } from './world'

const CHANCES = { throttle: 0.08, duplicate: 0.08, 'lost-answer': 0.06, rewind: 0.08, 'short-batch': 0.4, kill: 0.07 }
const KILL_AFTER_MS = 30
const PUBLISH_EACH_MS = 3000

/** Sends events through the deployed functions while everything goes wrong that may, and the stream is split and merged. Gives the mappings, which go on. */
export async function runThroughFaults(world: World, checks: Checks, events: readonly Sent[], seed: number): Promise<Mappings> {
  const { root, streamName } = world
  const mappings = new Mappings(world, seed)
  await mappings.start()
  const publishing = publishMeanwhile(world)
  const third = Math.ceil(events.length / 3)
  await send(root.kinesis, streamName, events.slice(0, third))
  checks.progress('splitting shard 0, of which records wait')
  await root.kinesis.send(
    new SplitShardCommand({ StreamName: streamName, ShardToSplit: shardId(0), NewStartingHashKey: String(2n ** 126n) }),
  )
  await send(root.kinesis, streamName, events.slice(third, 2 * third))
  await throttle(world, 'process', 500)
  checks.progress('starting the mappings anew, at their checkpoints')
  await mappings.restart()
  checks.progress('merging shards 1 and 3')
  await root.kinesis.send(new MergeShardsCommand({ StreamName: streamName, ShardToMerge: shardId(3), AdjacentShardToMerge: shardId(1) }))
  await send(root.kinesis, streamName, events.slice(2 * third))
  await mappings.settled()
  await publishing.stop()
  await world.call('publish')
  return mappings
}

const shardId = (number: number) => `shardId-${String(number).padStart(12, '0')}`

/** Both functions' mappings. */
export class Mappings {
  private readonly faults: Readonly<Record<Reader, RandomFaults>>
  private readonly checkpoints: Readonly<Record<Reader, Checkpoints>> = { process: new Checkpoints(), merge: new Checkpoints() }
  private running: readonly EventSourceMapping[] = []
  private readonly all: EventSourceMapping[] = []

  constructor(
    private readonly world: World,
    seed: number,
  ) {
    const faults = (reader: Reader, offset: number) =>
      new RandomFaults(seed + offset, CHANCES, () => void setTimeout(() => world.kill(reader), KILL_AFTER_MS))
    this.faults = { process: faults('process', 0), merge: faults('merge', 1) }
  }

  async start(): Promise<void> {
    const start = async (reader: Reader) => {
      const mapping = await this.world.mapping(reader, this.checkpoints[reader], this.faults[reader])
      mapping.start()
      this.all.push(mapping)
      return mapping
    }
    this.running = [await start('process'), await start('merge')]
  }

  /** Another mapping of a function, that goes on where these stopped; nothing goes wrong around it. */
  calm(reader: Reader): Promise<EventSourceMapping> {
    return this.world.mapping(reader, this.checkpoints[reader])
  }

  async stop(): Promise<void> {
    for (const mapping of this.running) await mapping.stop()
    this.running = []
  }

  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  /** When both have read all; the second one after the first. */
  settled(): Promise<void> {
    return this.world.settled(this.running)
  }

  /** How often each fault happened, to both functions. */
  get injected(): Readonly<Record<string, number>> {
    const { process, merge } = this.faults
    return Object.fromEntries(Object.entries(process.counts).map(([kind, count]) => [kind, count + merge.counts[kind as FaultKind]]))
  }

  get statistics(): string {
    const sum = (member: 'invocations' | 'failures' | 'throttles' | 'delivered' | 'discarded') =>
      this.all.reduce((total, { statistics }) => total + statistics[member], 0)
    return `${sum('invocations')} calls, ${sum('failures')} failed, ${sum('throttles')} throttled, ${sum('delivered')} records delivered, ${sum('discarded')} discarded`
  }
}

/** Publishes as the schedule would, more often, and sometimes two at once. */
function publishMeanwhile(world: World): { stop(): Promise<void> } {
  let isStopped = false
  const running = (async () => {
    for (let round = 1; !isStopped; round++) {
      await Promise.all(Array.from({ length: round % 2 === 0 ? 2 : 1 }, () => world.call('publish')))
      await sleep(PUBLISH_EACH_MS)
    }
  })()
  running.catch(() => {})
  return {
    stop: () => {
      isStopped = true
      return running
    },
  }
}

/** Lambda itself refuses all calls for a while. */
async function throttle({ root, outputs }: World, reader: Reader, milliseconds: number): Promise<void> {
  const FunctionName = nameOf(outputs[`${reader}FunctionArn`])
  await root.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }))
  await sleep(milliseconds)
  await root.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
}
