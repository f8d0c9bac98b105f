import type { ConformanceCase } from './case'

/**
 * A record of a case's log. Text stands for its UTF-8 bytes: a JSON line, a row of CSV. Bytes stand for themselves: what is not UTF-8, and formats that are not text.
 */
export type CaseRecord = string | Uint8Array | StampedRecord | Tick

/** A record with its arrival: what the broker stamped. */
export interface StampedRecord {
  readonly value: string | Uint8Array
  /** Epoch milliseconds. */
  readonly arrivalMs: number
}

/** No record, but a place in the log at which time has come so far. */
export interface Tick {
  /** Epoch milliseconds. */
  readonly tickMs: number
}

/** What a log may hold beyond records of text; a driver names what its engine's log holds, and cases with more are left out there. */
export type LogFeature = 'arrival times' | 'ticks' | 'bytes that are not UTF-8' | 'line ends in records' | 'Avro' | 'broken Avro'

export const isTick = (record: CaseRecord): record is Tick => typeof record === 'object' && 'tickMs' in record

/** When the broker took the record, epoch ms; null where the log doesn't say. */
export function arrivalOf(record: CaseRecord): number | null {
  return typeof record === 'object' && 'arrivalMs' in record ? record.arrivalMs : null
}

/** The record's bytes; none of a tick. */
export function bytesOf(record: CaseRecord): Uint8Array {
  if (typeof record === 'string') return Buffer.from(record)
  if (record instanceof Uint8Array) return record
  return isTick(record) ? new Uint8Array() : bytesOf(record.value)
}

/** The record as text; undefined where its bytes are not UTF-8, and of a tick. A byte order mark stays. */
export function textOf(record: CaseRecord): string | undefined {
  if (typeof record === 'string') return record
  if (isTick(record)) return undefined
  if (!(record instanceof Uint8Array)) return textOf(record.value)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(record)
  } catch {
    return undefined
  }
}

/**
 * The records as text, for engines whose log is one of texts.
 * @throws TypeError for what is none; drivers that don't name it in `carries` get no such case
 */
export function textsOf(records: readonly CaseRecord[]): readonly string[] {
  return records.map(record => {
    const text = textOf(record)
    if (text === undefined) throw new TypeError("got a record that is no text; name in the driver's 'carries' what its log holds")
    return text
  })
}

/** The content of a file with a record on each line. */
export function linesOf(records: readonly CaseRecord[]): Uint8Array {
  return Buffer.concat(records.flatMap(record => [bytesOf(record), NEWLINE]))
}

const NEWLINE = Buffer.from('\n')

/** What an engine's log must hold to carry a case's records. */
export function featuresOf({ definition, partitions, conditions }: ConformanceCase): ReadonlySet<LogFeature> {
  const isAvro = definition.source.format === 'avro' || definition.source.format === 'avro-confluent'
  const found = new Set<LogFeature>(isAvro ? [conditions.includes('bad-records') ? 'broken Avro' : 'Avro'] : [])
  for (const record of partitions.flat()) {
    if (arrivalOf(record) !== null) found.add('arrival times')
    if (isTick(record)) found.add('ticks')
    // Data of Avro are neither text nor lines.
    else if (isAvro) continue
    else if (textOf(record) === undefined) found.add('bytes that are not UTF-8')
    if (typeof record === 'string' ? record.includes('\n') : bytesOf(record).includes(10)) found.add('line ends in records')
  }
  return found
}
