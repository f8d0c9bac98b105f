import { setTimeout as sleep } from 'node:timers/promises'
import { type Faults, NO_FAULTS } from './faults'
import type { Checkpoints, FailureDestination, Stream, TargetFunction } from './ports'
import type { MappingSettings, Pace } from './settings'
import { ShardPoller, type Statistics } from './shard-poller'

export interface MappingOptions {
  readonly stream: Stream
  readonly target: TargetFunction
  readonly settings: MappingSettings
  readonly checkpoints: Checkpoints
  readonly onFailure: FailureDestination
  /** @default none */
  readonly faults?: Faults
  /** @default AWS's second between reads, and retries from 100 ms on */
  readonly pace?: Pace
}

/**
 * Lambda's event source mapping of a Kinesis stream, after its documentation; for emulators whose own one loses records on errors.
 * A shard is read only when its parents were read to their ends, so that the records of a key stay in order when a stream is split and merged.
 * https://docs.aws.amazon.com/streams/latest/dev/kinesis-using-sdk-java-after-resharding.html#kinesis-using-sdk-java-resharding-data-routing
 */
export class EventSourceMapping {
  readonly statistics: Statistics = { invocations: 0, failures: 0, throttles: 0, delivered: 0, discarded: 0, lastFailure: '' }
  private readonly pollers = new Map<string, ShardPoller>()
  private readonly running: Promise<void>[] = []
  private readonly pace: Pace
  private isStopped = false
  private discovery: Promise<void> = Promise.resolve()
  private failure: unknown

  constructor(private readonly options: MappingOptions) {
    this.pace = options.pace ?? { pollMs: 1000, backoffMs: 100 }
  }

  start(): void {
    this.discovery = this.discover().catch(error => this.fail(error))
  }

  /** Stops after the calls that are under way. @throws what a stream, function or destination threw */
  async stop(): Promise<void> {
    this.isStopped = true
    await this.discovery
    await Promise.all(this.running)
    if (this.failure !== undefined) throw this.failure
  }

  /** When every shard that there is was seen without anything new. @throws like `stop`, and when the time is over */
  async caughtUp(timeoutMs: number): Promise<void> {
    const until = Date.now() + timeoutMs
    const seen = new Map<string, number>()
    for (;;) {
      if (this.failure !== undefined) throw this.failure
      const waiting = (await this.options.stream.shards()).filter(({ id }) => !this.isCaughtUp(id, seen))
      if (waiting.length === 0) return
      if (Date.now() > until) {
        const shards = waiting.map(({ id }) => id).join(', ')
        throw new Error(
          `the mapping did not read ${shards} within ${timeoutMs} ms; the last failure: ${this.statistics.lastFailure || 'none'}`,
        )
      }
      await sleep(this.pace.pollMs)
    }
  }

  private isCaughtUp(shard: string, seen: Map<string, number>): boolean {
    if (this.options.checkpoints.isEnded(shard)) return true
    const reads = this.pollers.get(shard)?.emptyReads
    if (reads === undefined) return false
    const before = seen.get(shard)
    seen.set(shard, before ?? reads)
    return before !== undefined && reads > before
  }

  /** Whether it was stopped, by itself or by somebody. */
  get isOver(): boolean {
    return this.isStopped
  }

  private async discover(): Promise<void> {
    const { stream, checkpoints, faults = NO_FAULTS } = this.options
    while (!this.isStopped) {
      const shards = await stream.shards()
      const listed = new Set(shards.map(({ id }) => id))
      // A parent that is not listed has no records left.
      const isReadable = (parents: readonly string[]) => parents.every(parent => !listed.has(parent) || checkpoints.isEnded(parent))
      for (const { id, parents } of shards) {
        if (this.pollers.has(id) || checkpoints.isEnded(id) || !isReadable(parents)) continue
        const poller = new ShardPoller(id, {
          ...this.options,
          faults,
          pace: this.pace,
          statistics: this.statistics,
          isStopped: () => this.isStopped,
        })
        this.pollers.set(id, poller)
        this.running.push(poller.run().catch(error => this.fail(error)))
      }
      await sleep(this.pace.pollMs)
    }
  }

  private fail(error: unknown): void {
    this.failure ??= error
    this.isStopped = true
  }
}
