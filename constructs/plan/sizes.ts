import { DEFAULTS } from './defaults'

/** https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
export const SHARD = { inBytesPerSecond: 1_048_576, inRecordsPerSecond: 1000, outBytesPerSecond: 2_097_152 } as const
export const KINESIS_LIMITS = 'https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html'
export const LAMBDA_LIMITS = 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html'
export const LAMBDA_MEMORY = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html'

/** A shard is loaded to this share: hash keys spread unevenly, and rates are averages. */
export const SHARD_LOAD = 0.75

/** At this memory a function has one vCPU (`LAMBDA_MEMORY`); below, its share. */
export const ONE_CPU_MB = 1769
/** A shard's function is busy at most this share of the time, so that it catches up after a pause. */
const BUSY_SHARE = 0.5
const MEMORY_CHOICES_MB = [512, 1024, ONE_CPU_MB] as const

/** What processing costs, on one vCPU. Measured on development machines, not on Lambda. */
export const PROCESSING = {
  /** Loading and committing state, writing what came out: mostly waiting. */
  batchMs: 150,
  /** Parsing a record of the invocation's event: 1.2 KB of JSON with 512 B in base64, measured 8.4. */
  recordMicroseconds: 9,
  /** Decoding it, expressions and windows, for each output: `npm run bench` measures 1.5 to 2.0. */
  outputMicroseconds: 2,
} as const

/** An invocation's payload, and what one record takes of it beside its data in base64 (ids, times, ARNs). */
const PAYLOAD_BYTES = 6 * 1_048_576
const RECORD_OVERHEAD_BYTES = 500
const MAX_BATCH = 10_000

export interface Sized {
  readonly value: number
  readonly reason: string
}

/** Shards of a provisioned stream. */
export function shardsFor(eventsPerSecond: number, averageEventBytes: number): Sized {
  const byBytes = (eventsPerSecond * averageEventBytes) / (SHARD.inBytesPerSecond * SHARD_LOAD)
  const byRecords = eventsPerSecond / (SHARD.inRecordsPerSecond * SHARD_LOAD)
  const value = Math.max(1, Math.ceil(Math.max(byBytes, byRecords)))
  const bytes = `${number(eventsPerSecond)}/s × ${number(averageEventBytes)} B ÷ 1 MiB/s = ${rounded(byBytes * SHARD_LOAD)}`
  const records = `${number(eventsPerSecond)}/s ÷ 1,000/s = ${rounded(byRecords * SHARD_LOAD)}`
  return { value, reason: `the larger of ${bytes} and ${records}, at ${SHARD_LOAD * 100} % load` }
}

/** Records that fit an invocation. */
export function batchSizeFor(averageEventBytes: number): Sized {
  const recordBytes = Math.ceil(averageEventBytes / 3) * 4 + RECORD_OVERHEAD_BYTES
  const fitting = Math.floor(PAYLOAD_BYTES / recordBytes)
  const value = Math.max(1, Math.min(MAX_BATCH, fitting > 200 ? Math.floor(fitting / 100) * 100 : fitting))
  return { value, reason: `6 MiB an invocation ÷ ${number(recordBytes)} B a record (base64, with its ids), at most ${number(MAX_BATCH)}` }
}

export interface BatchLoad {
  /** Events of a batch. */
  readonly events: number
  readonly invocationsPerSecond: number
  readonly durationMs: number
}

/** What a shard's function gets. */
export interface ShardLoad {
  readonly eventsPerSecond: number
  readonly batchSize: number
  readonly windowSeconds: number
  readonly outputs: number
}

/** What a shard's invocations are: a batch is what comes within the batching window, or less where it is full. */
export function batchLoad({ eventsPerSecond, batchSize, windowSeconds, outputs }: ShardLoad, memoryMb: number): BatchLoad {
  const events = Math.max(1, Math.min(batchSize, eventsPerSecond * Math.max(windowSeconds, PROCESSING.batchMs / 1000)))
  const eventMicroseconds = PROCESSING.recordMicroseconds + outputs * PROCESSING.outputMicroseconds
  const share = Math.min(1, memoryMb / ONE_CPU_MB)
  return {
    events,
    invocationsPerSecond: eventsPerSecond / events,
    durationMs: PROCESSING.batchMs + (events * eventMicroseconds) / 1000 / share,
  }
}

/** The least memory with which a shard's function is idle half of the time. */
export function memoryFor(load: ShardLoad): Sized {
  const busy = (memoryMb: number) => {
    const { invocationsPerSecond, durationMs } = batchLoad(load, memoryMb)
    return (invocationsPerSecond * durationMs) / 1000
  }
  const value = MEMORY_CHOICES_MB.find(memoryMb => busy(memoryMb) <= BUSY_SHARE) ?? ONE_CPU_MB
  const share = `${rounded(busy(value) * 100)} % busy at ${number(load.eventsPerSecond)}/s a shard`
  return {
    value,
    reason: `${rounded(Math.min(1, value / ONE_CPU_MB))} vCPU: ${share}, at most ${BUSY_SHARE * 100} % so that it catches up`,
  }
}

export const number = (value: number): string => rounded(value)

/** Three significant digits below a hundred, whole numbers above. */
export function rounded(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return value.toLocaleString('en-US', { maximumFractionDigits: digits })
}

export const shownRate = (eventsPerSecond: number | undefined): number => eventsPerSecond ?? DEFAULTS.shownEventsPerSecond
