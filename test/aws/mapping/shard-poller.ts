import { setTimeout as sleep } from 'node:timers/promises'
import { firstFailure } from './answer'
import { type DiscardCondition, failureDocument } from './discard'
import { eventBytes, kinesisEvent } from './event'
import type { Faults } from './faults'
import type { Checkpoints, FailureDestination, Invocation, Stream, StreamRecord, TargetFunction } from './ports'
import { type MappingSettings, MOST_EVENT_BYTES, type Pace } from './settings'

export interface PollerOptions {
  readonly stream: Stream
  readonly target: TargetFunction
  readonly settings: MappingSettings
  readonly checkpoints: Checkpoints
  readonly onFailure: FailureDestination
  readonly faults: Faults
  readonly pace: Pace
  readonly statistics: Statistics
  readonly isStopped: () => boolean
}

export interface Statistics {
  /** Calls of the function, that were made or refused. */
  invocations: number
  /** Calls that failed, or reported a failure. */
  failures: number
  throttles: number
  /** Records that were processed, each as often as it was. */
  delivered: number
  discarded: number
  /** Of a call. */
  lastFailure: string
}

/** How many older checkpoints a poller may be set back to. */
const HISTORY = 5

/** Reads one shard, in order, one batch at a time: a parallelization factor of 1. */
export class ShardPoller {
  /** Rises each time that there was nothing new. */
  emptyReads = 0
  private readonly history: (string | null)[] = []

  constructor(
    private readonly shard: string,
    private readonly options: PollerOptions,
  ) {}

  /** Until the shard's end, or until the mapping is stopped. */
  async run(): Promise<void> {
    const { checkpoints, faults, isStopped, pace } = this.options
    let after = checkpoints.get(this.shard)
    while (!isStopped()) {
      const { records, isEnd } = await this.gather(after)
      if (isStopped()) return
      if (records.length > 0) {
        this.history.push(after)
        if (this.history.length > HISTORY) this.history.shift()
        if (!(await this.deliver(records))) return
        after = checkpoints.get(this.shard)
        if (faults.strikes('rewind')) after = this.history[this.history.length - faults.upTo(this.history.length)]
      } else if (isEnd) {
        checkpoints.end(this.shard)
        return
      } else {
        this.emptyReads++
        await sleep(pace.pollMs)
      }
    }
  }

  /**
   * A batch: until it is full, has 6 MB, or the batching window, which begins with the first record, is over.
   * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html#kinesis-polling-and-batching
   */
  private async gather(after: string | null): Promise<{ readonly records: readonly StreamRecord[]; readonly isEnd: boolean }> {
    const { stream, settings, faults, pace, isStopped } = this.options
    const size = faults.strikes('short-batch') ? faults.upTo(settings.batchSize) : settings.batchSize
    const records: StreamRecord[] = []
    let bytes = 0
    let until = 0
    while (!isStopped()) {
      const last = records.length === 0 ? after : records[records.length - 1].sequenceNumber
      const read = await stream.read(this.shard, last, size - records.length)
      if (records.length === 0) until = Date.now() + settings.maximumBatchingWindowMs
      for (const record of read.records) {
        bytes += eventBytes(record)
        if (bytes > MOST_EVENT_BYTES && records.length > 0) return { records, isEnd: false }
        records.push(record)
      }
      const isFull = records.length >= size
      if (records.length === 0 || isFull || read.isEnd || Date.now() >= until) return { records, isEnd: read.isEnd && records.length === 0 }
      if (read.records.length === 0) await sleep(Math.min(pace.pollMs, settings.maximumBatchingWindowMs))
    }
    return { records: [], isEnd: false }
  }

  /**
   * Until the records are processed or discarded, all in order; the checkpoint moves along. False: the mapping was stopped before.
   *
   * A call that could not be made is tried again until the records are too old, and counts as no attempt; a call that failed counts as one. Splitting a batch takes nothing
   * from the quota of retries. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
   *
   * What a partial answer leaves is a retry, too, though it may have moved on: the documentation doesn't say, and this is the less forgiving way. With
   * bisect it is cut where the answer says, and by half only where the answer says nothing. https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
   */
  private async deliver(batch: readonly StreamRecord[], attempts = 0): Promise<boolean> {
    const { settings, statistics, isStopped } = this.options
    let records = batch
    let refusals = 0
    let error = ''
    for (let attempt = attempts; !isStopped(); ) {
      const tooOld = this.tooOld(records)
      if (tooOld > 0) {
        await this.discard('RecordAgeExceeded', records.slice(0, tooOld), attempt, error)
        records = records.slice(tooOld)
      }
      if (records.length === 0) return true
      const invocation = await this.invoke(records)
      if (invocation.kind === 'not-called') {
        statistics.throttles++
        error = statistics.lastFailure = invocation.error
        await this.backOff(refusals++)
        continue
      }
      const failure = this.failureOf(invocation, records)
      this.pass(records.slice(0, failure))
      records = records.slice(failure)
      if (records.length === 0) return true
      statistics.failures++
      error = statistics.lastFailure = invocation.kind === 'failed' ? invocation.error : 'batchItemFailures'
      if (settings.bisectBatchOnFunctionError && failure === 0 && records.length > 1) {
        const middle = records.length >> 1
        return (await this.deliver(records.slice(0, middle), attempt)) && this.deliver(records.slice(middle), attempt)
      }
      attempt++
      if (settings.maximumRetryAttempts >= 0 && attempt > settings.maximumRetryAttempts) {
        await this.discard('RetryAttemptsExhausted', records, attempt, error)
        return true
      }
      await this.backOff(attempt - 1)
    }
    return false
  }

  private failureOf(invocation: Exclude<Invocation, { kind: 'not-called' }>, records: readonly StreamRecord[]): number {
    if (invocation.kind === 'failed') return 0
    return this.options.settings.reportBatchItemFailures ? firstFailure(invocation.answer, records) : records.length
  }

  private async invoke(records: readonly StreamRecord[]): Promise<Invocation> {
    const { faults, statistics, stream, target } = this.options
    statistics.invocations++
    if (faults.strikes('throttle')) return { kind: 'not-called', error: 'TooManyRequestsException (injected)' }
    const event = kinesisEvent(stream.arn, this.shard, records)
    const call = target.invoke(event)
    if (faults.strikes('kill')) faults.kill()
    // Somebody else's delivery of the same batch: its answer is somebody else's, too.
    const other = faults.strikes('duplicate') ? target.invoke(event) : undefined
    const [answer] = await Promise.all([call, other])
    return faults.strikes('lost-answer') ? { kind: 'failed', error: 'the answer was lost (injected)' } : answer
  }

  private tooOld(records: readonly StreamRecord[]): number {
    const { maximumRecordAgeSeconds } = this.options.settings
    if (maximumRecordAgeSeconds < 0) return 0
    const oldest = Date.now() - maximumRecordAgeSeconds * 1000
    const young = records.findIndex(({ arrivalTime }) => arrivalTime >= oldest)
    return young < 0 ? records.length : young
  }

  private async discard(condition: DiscardCondition, records: readonly StreamRecord[], invocations: number, error: string): Promise<void> {
    const { onFailure, statistics, stream, target } = this.options
    const { arn: streamArn } = stream
    const discard = { condition, functionArn: target.arn, streamArn, shard: this.shard, records, invocations, error, now: Date.now() }
    await onFailure(failureDocument(discard))
    statistics.discarded += records.length
    this.moveThrough(records)
  }

  private pass(records: readonly StreamRecord[]): void {
    if (records.length === 0) return
    this.options.statistics.delivered += records.length
    this.moveThrough(records)
  }

  private moveThrough(records: readonly StreamRecord[]): void {
    this.options.checkpoints.set(this.shard, records[records.length - 1].sequenceNumber)
  }

  private async backOff(times: number): Promise<void> {
    await sleep(this.options.pace.backoffMs * Math.min(100, 2 ** times))
  }
}
