import { type DataType, isAvroEnum, type RecordValue, type Value } from '../../../pipeline'
import { childPath, RecordFault } from '../fault'
import { narrowed } from '../number-text'
import { isEpoch, timeOfText } from '../text-values'
import { inRange, MAX_TIME_MS, MIN_TIME_MS, MS_PER_DAY } from '../time-text'
import type { Utf8Check } from '../utf8'
import type { AvroReader } from './reader'

/** More bytes than a decimal of 38 digits needs, so that a long one can't cost time. */
const MAX_DECIMAL_BYTES = 32

/**
 * Reads values by the Avro schema that belongs to a source: a record of its fields in their order, where
 * - string, boolean, double, bytes are Avro's own; int64 is long; date is int with logicalType date
 * - decimal is bytes with logicalType decimal
 * - timestamp is long in the unit of its wire (`epoch-ms`: timestamp-millis, `epoch-us`: timestamp-micros), or a string (`iso8601`, `sql`)
 * - enum is enum, or string where a value is no Avro name; list is array; record is record
 * - an optional field or element is the union [null, T]
 */
export class AvroValues {
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  private size = 0

  constructor(
    private readonly reader: AvroReader,
    private readonly validUtf8: Utf8Check,
  ) {}

  /** Starts a record of `size` bytes; no list in it may have more elements. */
  begin(size: number): void {
    this.size = size
  }

  /** Whether the next value of an optional field is null; reads the union's index. */
  isNull(path: string): boolean {
    const branch = this.reader.long(path)
    if (branch !== 0 && branch !== 1) throw new RecordFault('malformed', path, `got the union branch ${branch}; 0 (null) and 1 are allowed`)
    return branch === 0
  }

  /** The bytes of a string, checked as UTF-8. */
  text(path: string): Uint8Array {
    const part = this.reader.part(this.reader.length(path), path)
    if (!this.validUtf8(part, 0, part.length)) throw new RecordFault('invalid-utf8', path, 'the string is not UTF-8')
    return part
  }

  valueOf(type: DataType, path: string): Value {
    const { reader } = this
    switch (type.kind) {
      case 'string':
        return this.decoder.decode(this.text(path))
      case 'boolean':
        return this.boolean(path)
      case 'int64':
        return reader.long(path)
      case 'double':
        return this.double(path)
      case 'decimal':
        return this.decimal(type, path)
      case 'bytes':
        return reader.part(reader.length(path), path).slice()
      case 'timestamp':
        return isEpoch(type.wire) ? this.epoch(type.wire, path) : timeOfText(type.wire, this.text(path), path)
      case 'date':
        return this.date(path)
      case 'enum':
        return this.enumValue(type, path)
      case 'list':
        return this.list(type, path)
      case 'record':
        return this.record(type, path)
    }
  }

  private boolean(path: string): boolean {
    const byte = this.reader.byte(path)
    if (byte > 1) throw new RecordFault('malformed', path, `got the boolean ${byte}; 0 and 1 are allowed`)
    return byte === 1
  }

  private double(path: string): number {
    const value = this.reader.double(path)
    if (!Number.isFinite(value)) throw new RecordFault('out-of-range', path, `got ${value}; a double must be finite`)
    return value
  }

  private decimal(type: Extract<DataType, { kind: 'decimal' }>, path: string): number | bigint {
    const part = this.reader.part(this.reader.length(path), path)
    if (part.length === 0) throw new RecordFault('malformed', path, 'got a decimal without bytes')
    let value = part.length > MAX_DECIMAL_BYTES ? undefined : part[0] >= 0x80 ? -1n : 0n
    for (const byte of part) if (value !== undefined) value = (value << 8n) | BigInt(byte)
    const limit = 10n ** BigInt(type.precision)
    if (value === undefined || value >= limit || value <= -limit) {
      throw new RecordFault('out-of-range', path, `got a decimal of ${part.length} bytes; at most ${type.precision} digits are allowed`)
    }
    return narrowed(value)
  }

  private epoch(wire: 'epoch-s' | 'epoch-ms' | 'epoch-us' | 'epoch-ns', path: string): number {
    const value = this.reader.long(path)
    const time =
      wire === 'epoch-s'
        ? Number(value) * 1000
        : wire === 'epoch-ms'
          ? Number(value)
          : floorDivided(value, wire === 'epoch-us' ? 1000n : 1_000_000n)
    if (!Number.isNaN(inRange(time))) return time
    throw new RecordFault('invalid-time', path, `got ${value}; ${wire} is from ${MIN_TIME_MS} ms to ${MAX_TIME_MS} ms`)
  }

  private date(path: string): number {
    const days = Number(this.reader.long(path))
    if (!Number.isNaN(inRange(days * MS_PER_DAY))) return days
    throw new RecordFault('invalid-time', path, `got the day ${days}; a date is in the years 0001 to 9999`)
  }

  private enumValue(type: Extract<DataType, { kind: 'enum' }>, path: string): string {
    if (!isAvroEnum(type.values)) {
      const text = this.decoder.decode(this.text(path))
      if (type.values.includes(text)) return text
      throw new RecordFault('out-of-range', path, `got a text that isn't among the ${type.values.length} values of the enum`)
    }
    const index = Number(this.reader.long(path))
    if (index >= 0 && index < type.values.length) return type.values[index]
    throw new RecordFault('out-of-range', path, `got the enum index ${index}; 0 to ${type.values.length - 1} are allowed`)
  }

  private list(type: Extract<DataType, { kind: 'list' }>, path: string): readonly Value[] {
    const values: Value[] = []
    for (;;) {
      const count = this.blockCount(path)
      if (count === 0) return values
      if (values.length + count > this.size)
        throw new RecordFault('malformed', path, `got more elements than the record has bytes (${this.size})`)
      for (let index = 0; index < count; index++) {
        const elementPath = childPath(path, values.length)
        values.push(type.elementOptional && this.isNull(elementPath) ? null : this.valueOf(type.element, elementPath))
      }
    }
  }

  /** A negative count comes before the block's length in bytes, which only readers that skip need. */
  private blockCount(path: string): number {
    const count = Number(this.reader.long(path))
    if (count >= 0) return count
    this.reader.length(path)
    return -count
  }

  private record(type: Extract<DataType, { kind: 'record' }>, path: string): RecordValue {
    const result: Record<string, Value> = Object.create(null)
    for (const field of type.fields) {
      const fieldPath = childPath(path, field.wireName)
      result[field.name] = field.optional && this.isNull(fieldPath) ? null : this.valueOf(field.type, fieldPath)
    }
    return result
  }
}

function floorDivided(value: number | bigint, divisor: bigint): number {
  if (typeof value === 'number') return Math.floor(value / Number(divisor))
  const quotient = value / divisor
  return Number(value < 0n && quotient * divisor !== value ? quotient - 1n : quotient)
}
