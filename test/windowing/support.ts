import {
  ADD,
  ADVANCE,
  type AggregateSpecification,
  type AggregateValue,
  type MergeOperator,
  type OperatorSpecification,
  type PartialReceiver,
  type RowReceiver,
  type ValueColumn,
  type WindowInput,
  type WindowOperator,
  type WindowSpecification,
} from '../../windowing'

/** An entry of the input; its ordinal is its index in the stream. */
export interface Event {
  readonly time: number
  readonly key?: string
  /** Of column 0, numbers. */
  readonly value?: number | bigint | null
  /** Of column 1, objects. */
  readonly item?: unknown
  readonly actions?: number
}

export const TICK = ADVANCE
export const NOT_LAST = ADD

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** The entries `from` to `to` of a stream as columns. */
export function inputOf(events: readonly Event[], from = 0, to = events.length): WindowInput {
  const part = events.slice(from, to)
  const keys = part.map(({ key }) => encoder.encode(key ?? 'k'))
  const size = keys.reduce((sum, key) => sum + key.length, 0)
  const keyBytes = new Uint8Array(size)
  const keyStarts = new Int32Array(part.length)
  const keyEnds = new Int32Array(part.length)
  let at = 0
  keys.forEach((key, entry) => {
    keyBytes.set(key, at)
    keyStarts[entry] = at
    at += key.length
    keyEnds[entry] = at
  })
  const wide = new Map<number, bigint>()
  part.forEach(({ value }, entry) => {
    if (typeof value === 'bigint') wide.set(entry, value)
  })
  const columns: ValueColumn[] = [
    {
      kind: 'number',
      values: Float64Array.from(part, ({ value }) => Number(value ?? 0)),
      nulls: Uint8Array.from(part, ({ value }) => (value === null || value === undefined ? 1 : 0)),
      wide,
    },
    { kind: 'object', values: part.map(({ item }) => item ?? null) },
  ]
  return {
    length: part.length,
    actions: Uint8Array.from(part, ({ actions }) => actions ?? ADD | ADVANCE),
    times: Float64Array.from(part, ({ time }) => time),
    ordinals: Float64Array.from(part, (_, entry) => from + entry),
    keyBytes,
    keyStarts,
    keyEnds,
    columns,
  }
}

export type Row = readonly [start: number, end: number, key: string, cause: number, ...values: AggregateValue[]]

/** Collects rows, failures, partials and late entries as plain values. `base` turns entries into places in the stream. */
export class Collected implements RowReceiver, PartialReceiver {
  base = 0
  readonly rows: Row[] = []
  readonly problems: string[] = []
  readonly lateEvents: number[] = []
  readonly partials: { start: number; end: number; key: Uint8Array; cause: number; state: Uint8Array }[] = []
  /** Everything in the order in which it came. */
  readonly log: string[] = []

  row(start: number, end: number, bytes: Uint8Array, from: number, to: number, cause: number, values: readonly AggregateValue[]): void {
    const row: Row = [start, end, decoder.decode(bytes.subarray(from, to)), cause, ...values]
    this.rows.push(row)
    this.log.push(`row ${row.map(String).join(' ')}`)
  }

  failed(start: number, end: number, bytes: Uint8Array, from: number, to: number, cause: number, problem: string): void {
    this.problems.push(`${start} ${end} ${decoder.decode(bytes.subarray(from, to))} ${cause} ${problem}`)
  }

  late(entry: number, watermark: number): void {
    this.lateEvents.push(this.base + entry)
    this.log.push(`late ${this.base + entry} ${watermark}`)
  }

  partial(start: number, end: number, bytes: Uint8Array, from: number, to: number, cause: number, state: Uint8Array): void {
    this.partials.push({ start, end, key: bytes.slice(from, to), cause, state: state.slice() })
    this.log.push(`partial ${start} ${end} ${bytes.slice(from, to)} ${cause} ${state}`)
  }
}

export const COUNT: AggregateSpecification = { aggregate: 'count', column: -1, input: 'integer' }
export const SUM: AggregateSpecification = { aggregate: 'sum', column: 0, input: 'integer' }

export function specificationOf(
  window: WindowSpecification,
  aggregates: readonly AggregateSpecification[] = [COUNT],
  maxDelayMs = 0,
): OperatorSpecification {
  return { window, aggregates, maxDelayMs, partitionIndex: 0 }
}

/** Feeds a stream in one batch and finishes it unless told otherwise. */
export function run(operator: WindowOperator<RowReceiver & PartialReceiver>, events: readonly Event[], finish = true): Collected {
  const collected = new Collected()
  operator.process(inputOf(events), collected)
  if (finish) operator.finish(events.length, collected)
  return collected
}

/** What a first stage sent, in order, for a merge. */
export type Message =
  | { readonly kind: 'partial'; readonly start: number; readonly end: number; readonly key: Uint8Array; readonly state: Uint8Array }
  | { readonly kind: 'watermark'; readonly watermark: number }

/** Runs a first stage over batches of the given size. */
export function messagesOf(operator: WindowOperator<PartialReceiver>, events: readonly Event[], batch = 5): Message[] {
  const messages: Message[] = []
  const take = (collected: Collected) => {
    for (const partial of collected.partials) messages.push({ kind: 'partial', ...partial })
    messages.push({ kind: 'watermark', watermark: operator.outputWatermark })
  }
  for (let from = 0; from < events.length; from += batch) {
    const collected = new Collected()
    operator.process(inputOf(events, from, Math.min(events.length, from + batch)), collected)
    take(collected)
  }
  const last = new Collected()
  operator.finish(events.length, last)
  take(last)
  return messages
}

export function deliver(operator: MergeOperator, producer: number, message: Message, cause: number, collected: Collected): void {
  if (message.kind === 'watermark') operator.advance(producer, message.watermark, cause, collected)
  else operator.merge(producer, message.start, message.end, message.key, 0, message.key.length, message.state)
}
