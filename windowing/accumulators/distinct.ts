import type { AggregateValue } from '../aggregate'
import { type ByteReader, ByteWriter } from '../bytes'
import type { WindowInput } from '../input'
import { StateError } from '../state-error'
import { readValue, writeValue } from '../value-codec'
import type { Accumulator } from './accumulator'
import { numberColumn, objectColumn } from './columns'
import { SparseColumn } from './sparse-column'

type Distinct = string | number | bigint | boolean

/** Bytes of a set's entry, measured on V8; strings add their length. */
const ENTRY_BYTES = 40

/** A value that a `Set` compares by content. A column has one type, so values of two kinds never meet. */
function comparable(value: AggregateValue, writer: ByteWriter): Distinct {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return value
  writer.reset()
  writeValue(writer, withoutNegativeZero(value))
  let text = ''
  for (const byte of writer.written) text += String.fromCharCode(byte)
  return text
}

/** Zero is one value. */
export function withoutNegativeZero(value: AggregateValue): AggregateValue {
  if (typeof value === 'number') return value + 0
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map(withoutNegativeZero)
  const record: Record<string, AggregateValue> = Object.create(null)
  for (const [name, member] of Object.entries(value)) record[name] = withoutNegativeZero(member)
  return record
}

/** The exact set of values. −0 equals 0 (as in every `Set`). */
export class DistinctAccumulator implements Accumulator {
  readonly initial: readonly number[] = []
  offset = 0
  private readonly sets = new SparseColumn<Set<Distinct>>()
  private readonly writer = new ByteWriter()

  constructor(
    private readonly column: number,
    private readonly objects: boolean,
  ) {}

  get byteLength(): number {
    return this.sets.bytes(set => {
      let bytes = 200 + set.size * ENTRY_BYTES
      if (this.objects) for (const value of set) bytes += typeof value === 'string' ? 16 + value.length : 8
      return bytes
    })
  }

  private set(slot: number): Set<Distinct> {
    let set = this.sets.get(slot)
    if (set === undefined) {
      set = new Set()
      this.sets.set(slot, set)
    }
    return set
  }

  add(input: WindowInput, slots: Int32Array, from: number, to: number): void {
    if (this.objects) {
      const { values } = objectColumn(input, this.column)
      for (let entry = from; entry < to; entry++) {
        const value = values[entry]
        if (slots[entry] < 0 || value === null || value === undefined) continue
        this.set(slots[entry]).add(comparable(value as AggregateValue, this.writer))
      }
      return
    }
    const { nulls, values, wide } = numberColumn(input, this.column)
    for (let entry = from; entry < to; entry++) {
      if (slots[entry] < 0 || nulls[entry] !== 0) continue
      this.set(slots[entry]).add((wide.size > 0 ? wide.get(entry) : undefined) ?? values[entry])
    }
  }

  merge(targets: Int32Array, sources: Int32Array, count: number): void {
    for (let at = 0; at < count; at++) {
      const source = this.sets.get(sources[at])
      if (source === undefined) continue
      const target = this.set(targets[at])
      for (const value of source) target.add(value)
    }
  }

  release(slot: number): void {
    this.sets.clear(slot)
  }

  encode(slot: number, writer: ByteWriter): void {
    const set = this.sets.get(slot)
    writer.variable(set?.size ?? 0)
    if (set !== undefined) for (const value of set) writeValue(writer, value)
  }

  decode(slot: number, reader: ByteReader): void {
    const size = reader.count()
    if (size === 0) return
    const set = this.set(slot)
    for (let at = 0; at < size; at++) {
      const value = readValue(reader)
      if (value === null || typeof value === 'object')
        throw new StateError('state is damaged: not a distinct value; restore from another checkpoint')
      set.add(value)
    }
  }

  size(slot: number): number {
    return this.sets.get(slot)?.size ?? 0
  }
}
