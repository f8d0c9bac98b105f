import { type BatchReport, ConflictError, type PartitionProcessor, recordBatchOf } from '../../runtime'
import type { Attribute } from './clients/table'
import type { Deadline } from './deadline'
import type { Log } from './log'
import { PartitionMetrics } from './metrics'
import type { Outbox } from './outbox'
import { positionText, type SourceGroup, type SourceRecord } from './records'
import type { TableStateStore } from './state-store'

/** A chunk has one commit. Its records are in memory at once. */
const CHUNK_RECORDS = 4000
const CHUNK_BYTES = 16 * 1024 * 1024
/** Another worker commits, and this one begins again from what it left. */
const ATTEMPTS = 4
/** What a warm function keeps. */
const MOST_PROCESSORS = 64
const MOST_STATE_BYTES = 64 * 1024 * 1024

export interface WorkersOptions {
  readonly store: TableStateStore
  readonly outbox: Outbox
  /** Makes a processor without state in memory. */
  readonly open: (partition: string, index: number) => PartitionProcessor
  /** Milliseconds of a monotonic clock. */
  readonly elapsed: () => number
}

/** How far a group came. */
export interface GroupResult {
  /** The first record that must be handed over again; undefined: none. */
  readonly failedFrom: string | undefined
  readonly metrics: PartitionMetrics
  /** Arrival of the last record that was processed, epoch ms. */
  readonly lastArrival: number
}

interface Kept {
  readonly processor: PartitionProcessor
  stateBytes: number
}

/** Processes groups of records, and keeps processors between the invocations of a warm function. */
export class PartitionWorkers {
  /** The one used last is the last. */
  private readonly kept = new Map<string, Kept>()

  constructor(private readonly options: WorkersOptions) {}

  /** Processes a group in chunks, each with a commit, until it is done, fails, or the time is up. Never throws: what went wrong is in the log. */
  async process(group: SourceGroup, deadline: Deadline, log: Log): Promise<GroupResult> {
    const metrics = new PartitionMetrics()
    let current = group.firstId
    let lastArrival = Number.NaN
    try {
      await this.refresh(group)
      for (const chunk of chunksOf(group.records())) {
        current = chunk[0].id
        if (!deadline.allows()) {
          log.say('warn', 'the time is up: the rest of the batch is handed over again', { from: current })
          return { failedFrom: current, metrics, lastArrival }
        }
        const started = this.options.elapsed()
        const report = await this.apply(group, chunk, log)
        const milliseconds = this.options.elapsed() - started
        deadline.took(milliseconds)
        metrics.add(report, milliseconds)
        lastArrival = chunk[chunk.length - 1].record.arrivalTime
      }
      return { failedFrom: undefined, metrics, lastArrival }
    } catch (error) {
      this.kept.delete(group.partition)
      log.fail('the records were not processed, and are handed over again', error, {
        from: current,
        version: this.options.store.knownVersion(group.partition),
      })
      return { failedFrom: current, metrics, lastArrival }
    }
  }

  /** The partition's processor as it goes on from the stored checkpoint. */
  processor(partition: string, index: number): PartitionProcessor {
    const kept = this.kept.get(partition) ?? { processor: this.options.open(partition, index), stateBytes: 0 }
    this.kept.delete(partition)
    this.kept.set(partition, kept)
    this.evict()
    return kept.processor
  }

  /**
   * Drops state in memory that is not the stored one. A batch follows what was acknowledged, which another container may have processed: applied to older state
   * it would be processed for nothing, since its commit fails.
   */
  private async refresh({ partition }: SourceGroup): Promise<void> {
    if (!this.kept.has(partition)) return
    const stored = await this.options.store.version(partition)
    if (this.options.store.knownVersion(partition) !== stored) this.kept.delete(partition)
  }

  private async apply(group: SourceGroup, chunk: readonly SourceRecord[], log: Log): Promise<BatchReport> {
    const { partition, index } = group
    const batch = recordBatchOf(chunk.map(({ record }) => record))
    const originals = new Map(chunk.flatMap(({ record, original }) => (original === undefined ? [] : [[record.position, original]])))
    for (let attempt = 1; ; attempt++) {
      try {
        this.options.outbox.begin(partition, { attributes: attributesOf(chunk), originals })
        const report = await this.processor(partition, index).processBatch(batch)
        this.kept.set(partition, { processor: this.processor(partition, index), stateBytes: report.stateBytes })
        return report
      } catch (error) {
        this.kept.delete(partition)
        if (!(error instanceof ConflictError) || attempt === ATTEMPTS) throw error
        log.say('info', 'another worker committed first: going on from its checkpoint', { version: error.expectedVersion, attempt })
      }
    }
  }

  private evict(): void {
    let bytes = [...this.kept.values()].reduce((sum, { stateBytes }) => sum + stateBytes, 0)
    for (const [partition, { stateBytes }] of this.kept) {
      if (this.kept.size <= 1 || (this.kept.size <= MOST_PROCESSORS && bytes <= MOST_STATE_BYTES)) return
      bytes -= stateBytes
      this.kept.delete(partition)
      this.options.store.forget(partition)
    }
  }
}

/** What the ticks need to know: how far the log was read, and when the last event came. */
function attributesOf(chunk: readonly SourceRecord[]): Readonly<Record<string, Attribute>> {
  const last = chunk[chunk.length - 1].record
  const event = chunk.findLast(({ record }) => record.bytes !== null)
  const position = typeof last.position === 'bigint' ? positionText(last.position).split('/')[0] : String(last.position)
  return event === undefined ? { position } : { position, eventAt: event.record.arrivalTime }
}

function* chunksOf(records: Iterable<SourceRecord>): Iterable<readonly [SourceRecord, ...SourceRecord[]]> {
  let chunk: SourceRecord[] = []
  let bytes = 0
  for (const record of records) {
    chunk.push(record)
    bytes += record.record.bytes?.length ?? 0
    if (chunk.length < CHUNK_RECORDS && bytes < CHUNK_BYTES) continue
    yield asChunk(chunk)
    chunk = []
    bytes = 0
  }
  if (chunk.length > 0) yield asChunk(chunk)
}

const asChunk = (records: SourceRecord[]) => records as [SourceRecord, ...SourceRecord[]]
