import {
  ADD,
  ADVANCE,
  type AggregateValue,
  createMergeOperator,
  createPartialOperator,
  createWindowOperator,
  KeyCodec,
  type KeyType,
  type KeyValue,
  type ValueColumn,
  type WindowInput,
} from '../../../windowing'
import type { OracleDefinition, OracleEntry, OracleKey, OracleLog, OracleValue } from '../../oracle'
import type { Choices } from './cases'

/** A row as an operator gave it; `values` is the text of the problem where an aggregate failed. */
export interface DrivenRow {
  readonly start: number
  readonly end: number
  readonly key: string
  readonly cause: number
  readonly values: readonly AggregateValue[] | string
}

export interface DrivenLate {
  readonly ordinal: number
  readonly row: number
  readonly watermark: number
}

const keyType = (value: OracleValue): KeyType => (typeof value === 'string' ? 'string' : 'integer')
const encoded = new Map<OracleKey, Uint8Array>()

function keyBytes(key: OracleKey): Uint8Array {
  const held = encoded.get(key) ?? new KeyCodec(key.map(keyType)).encode(key as readonly KeyValue[])
  encoded.set(key, held)
  return held
}

/** Bytes of a key as text, to compare. */
export const keyText = (bytes: Uint8Array, start = 0, end = bytes.length) => bytes.subarray(start, end).join()
export const keyTextOf = (key: OracleKey) => keyText(keyBytes(key))

function numberColumn(values: readonly OracleValue[]): ValueColumn {
  const wide = new Map<number, bigint>()
  values.forEach((value, index) => {
    if (typeof value === 'bigint') wide.set(index, value)
  })
  return {
    kind: 'number',
    values: Float64Array.from(values, Number),
    nulls: Uint8Array.from(values, value => (value === null ? 1 : 0)),
    wide,
  }
}

/** What stands for a row that only moves the watermark. */
const NOTHING: readonly OracleValue[] = [null, null, null]

export interface Batch {
  readonly input: WindowInput
  /** Per entry of the input: the ordinal and row of the log that it came from. */
  readonly places: readonly { readonly ordinal: number; readonly row: number }[]
}

function batchOf(entries: readonly OracleEntry[]): Batch {
  const lines = entries.flatMap(({ ordinal, time, rows }) => {
    if (rows.length === 0) return [{ ordinal, row: 0, time, action: ADVANCE, key: new Uint8Array(0), columns: NOTHING }]
    return rows.map(({ key, columns }, row) => ({
      ordinal,
      row,
      time,
      action: row === rows.length - 1 ? ADD | ADVANCE : ADD,
      key: keyBytes(key),
      columns,
    }))
  })
  const ends = new Int32Array(lines.length)
  let end = 0
  lines.forEach(({ key }, index) => {
    end += key.length
    ends[index] = end
  })
  const bytes = new Uint8Array(end)
  lines.forEach(({ key }, index) => {
    bytes.set(key, ends[index] - key.length)
  })
  return {
    places: lines,
    input: {
      length: lines.length,
      actions: Uint8Array.from(lines, ({ action }) => action),
      times: Float64Array.from(lines, ({ time }) => time),
      ordinals: Float64Array.from(lines, ({ ordinal }) => ordinal),
      keyBytes: bytes,
      keyStarts: ends.map((keyEnd, index) => keyEnd - lines[index].key.length),
      keyEnds: ends,
      columns: [
        numberColumn(lines.map(({ columns }) => columns[0])),
        numberColumn(lines.map(({ columns }) => columns[1])),
        { kind: 'object', values: lines.map(({ columns }) => columns[2]) },
      ],
    },
  }
}

/** Cuts a log anywhere: the result must not depend on it. */
export function batchesOf(log: OracleLog, choices: Choices): Batch[] {
  const batches: Batch[] = []
  for (let from = 0; from < log.entries.length; ) {
    const to = from + choices.of([1, 2, 5, 100])
    batches.push(batchOf(log.entries.slice(from, to)))
    from = to
  }
  return batches
}

export function rowCollector(rows: DrivenRow[]) {
  return {
    row(
      start: number,
      end: number,
      key: Uint8Array,
      keyStart: number,
      keyEnd: number,
      cause: number,
      values: readonly AggregateValue[],
    ): void {
      rows.push({ start, end, key: keyText(key, keyStart, keyEnd), cause, values: [...values] })
    },
    failed(start: number, end: number, key: Uint8Array, keyStart: number, keyEnd: number, cause: number, problem: string): void {
      rows.push({ start, end, key: keyText(key, keyStart, keyEnd), cause, values: problem })
    },
  }
}

/** One operator over the log, restored from its checkpoint where the choices say so. */
export function driveWindows(log: OracleLog, definition: OracleDefinition, choices: Choices): { rows: DrivenRow[]; late: DrivenLate[] } {
  const create = () => createWindowOperator({ ...definition, partitionIndex: 0 })
  const rows: DrivenRow[] = []
  const late: DrivenLate[] = []
  let operator = create()
  let checkpoint: Uint8Array[] = []
  for (const { input, places } of batchesOf(log, choices)) {
    operator.process(input, {
      ...rowCollector(rows),
      late: (entry, watermark) => late.push({ ordinal: places[entry].ordinal, row: places[entry].row, watermark }),
    })
    const step = choices.below(8)
    if (step === 6) checkpoint = [operator.snapshot()]
    else if (step >= 4) checkpoint.push(operator.changes())
    if (step === 5 || step === 6) {
      operator = create()
      operator.restore(checkpoint)
    }
  }
  if (log.endCause !== undefined) operator.finish(log.endCause, { ...rowCollector(rows), late: () => {} })
  return { rows, late }
}

type Message = (producer: number, merge: ReturnType<typeof createMergeOperator>, cause: number, rows: DrivenRow[]) => void

/** What a partition sends to the second stage, in order. */
function driveProducer(
  log: OracleLog,
  definition: OracleDefinition,
  partition: number,
  choices: Choices,
): { messages: Message[]; late: DrivenLate[]; promised: number } {
  const operator = createPartialOperator({ ...definition, partitionIndex: partition })
  const messages: Message[] = []
  const late: DrivenLate[] = []
  const partial = (start: number, end: number, key: Uint8Array, keyStart: number, keyEnd: number, _cause: number, state: Uint8Array) => {
    const [copiedKey, copiedState] = [key.slice(keyStart, keyEnd), state.slice()]
    messages.push((producer, merge) => merge.merge(producer, start, end, copiedKey, 0, copiedKey.length, copiedState))
  }
  const promise = () => {
    const watermark = operator.outputWatermark
    if (watermark !== Number.NEGATIVE_INFINITY)
      messages.push((producer, merge, cause, rows) => merge.advance(producer, watermark, cause, rowCollector(rows)))
  }
  for (const { input, places } of batchesOf(log, choices)) {
    operator.process(input, {
      partial,
      late: (entry, watermark) => late.push({ ordinal: places[entry].ordinal, row: places[entry].row, watermark }),
    })
    if (choices.below(4) !== 3) promise()
  }
  if (log.endCause !== undefined) operator.finish(log.endCause, { partial, late: () => {} })
  promise()
  return { messages, late, promised: operator.outputWatermark }
}

/** Two stages over several logs; what the producers send is interleaved, and the second stage restored, as the choices say. */
export function driveStages(
  logs: readonly OracleLog[],
  definition: OracleDefinition,
  choices: Choices,
): { rows: DrivenRow[]; late: DrivenLate[][]; promised: number } {
  const producers = logs.map((log, partition) => driveProducer(log, definition, partition, choices))
  const create = () => createMergeOperator({ ...definition, producers: logs.length })
  const rows: DrivenRow[] = []
  let merge = create()
  let checkpoint: Uint8Array[] = []
  let deliveries = 0
  const queues = producers.map(({ messages }, producer) => messages.map(message => () => message(producer, merge, deliveries++, rows)))
  while (queues.some(queue => queue.length > 0)) {
    const waiting = queues.filter(queue => queue.length > 0)
    const queue = choices.of(waiting)
    for (const deliver of queue.splice(0, choices.of([1, 1, 3, 100]))) deliver()
    const step = choices.below(16)
    if (step === 14) checkpoint = [merge.snapshot()]
    else if (step >= 12) checkpoint.push(merge.changes())
    if (step === 13 || step === 14) {
      merge = create()
      merge.restore(checkpoint)
    }
  }
  return { rows, late: producers.map(({ late }) => late), promised: Math.min(...producers.map(({ promised }) => promised)) }
}
