import type { DataType, Field, RecordValue, Value } from '../../../pipeline'
import { base64Bytes } from '../base64'
import { childPath, RecordFault } from '../fault'
import { decimalOf, isInt64, narrowed, scaledFloor, scaledInteger } from '../number-text'
import { inRange, MAX_TIME_MS, MIN_TIME_MS, readDate, readIsoTime, readSqlTime } from '../time-text'
import { listMembers, MemberList, NameTable } from './members'
import type { JsonScanner } from './scanner'
import { textOf, unescaped } from './strings'

/** Powers of ten from a wire's unit to the millisecond. */
const EPOCH_POWERS: Readonly<Record<string, number>> = { 'epoch-s': 3, 'epoch-ms': 0, 'epoch-us': -3, 'epoch-ns': -6 }
const SHOWN_CHARACTERS = 40

/**
 * Turns checked JSON values into values in memory. What each type takes:
 * - int64: a number that is an integer in value (`1`, `1.0`, `1e3`); decimal: a number with at most `scale` fraction
 *   digits (`1.50` has one), exact; double: any number that is finite as a double
 * - timestamp: a string by its wire form, or for `epoch-…` a number, cut to the millisecond towards minus infinity
 * - date: a string `YYYY-MM-DD`; bytes: a string in base64 (RFC 4648, padded); enum: one of its strings
 */
export class JsonConverter {
  private readonly names = new Map<readonly Field[], NameTable>()

  constructor(private readonly scanner: JsonScanner) {}

  /** The value in `bytes[start, end)`, which is valid JSON without space around it; null only where `optional`. */
  valueOf(type: DataType, optional: boolean, start: number, end: number, path: string): Value {
    if (this.scanner.bytes[start] === 110) {
      if (optional) return null
      throw new RecordFault('missing-field', path, `got null; a ${type.kind} is required`)
    }
    switch (type.kind) {
      case 'string':
        return this.string(type, start, end, path)
      case 'boolean':
        return this.boolean(type, start, end, path)
      case 'int64':
        return this.integer(type, start, end, path)
      case 'double':
        return this.double(type, start, end, path)
      case 'decimal':
        return this.decimal(type, start, end, path)
      case 'bytes':
        return this.bytes(type, start, end, path)
      case 'timestamp':
        return this.timestamp(type, start, end, path)
      case 'date':
        return this.date(type, start, end, path)
      case 'enum':
        return this.enumValue(type, start, end, path)
      case 'list':
        return this.list(type, start, end, path)
      case 'record':
        return this.record(type, start, end, path)
    }
  }

  private string(type: DataType, start: number, end: number, path: string): string {
    this.expectQuote(type, start, end, path)
    return textOf(this.scanner, start + 1, end - 1)
  }

  private boolean(type: DataType, start: number, end: number, path: string): boolean {
    const byte = this.scanner.bytes[start]
    if (byte === 116) return true
    if (byte === 102) return false
    throw this.wrongType(type, start, end, path)
  }

  private integer(type: DataType, start: number, end: number, path: string): number | bigint {
    const small = this.smallInteger(start, end)
    if (!Number.isNaN(small)) return small
    const value = scaledInteger(decimalOf(this.numberText(type, start, end, path)), 0, 19)
    if (value === undefined) throw this.wrongType(type, start, end, path)
    if (value === 'too-long' || !isInt64(value)) throw this.outOfRange(start, end, path, 'an int64 is from -2^63 to 2^63 - 1')
    return narrowed(value)
  }

  private double(type: DataType, start: number, end: number, path: string): number {
    const value = Number(this.numberText(type, start, end, path))
    if (!Number.isFinite(value)) throw this.outOfRange(start, end, path, 'a double must be finite')
    return value
  }

  private decimal(type: Extract<DataType, { kind: 'decimal' }>, start: number, end: number, path: string): number | bigint {
    const value = scaledInteger(decimalOf(this.numberText(type, start, end, path)), type.scale, type.precision)
    if (value === undefined || value === 'too-long') {
      throw this.outOfRange(start, end, path, `a decimal has at most ${type.precision} digits, ${type.scale} of them after the point`)
    }
    return narrowed(value)
  }

  private bytes(type: DataType, start: number, end: number, path: string): Uint8Array {
    this.expectQuote(type, start, end, path)
    const text = unescaped(this.scanner, start + 1, end - 1)
    const value = base64Bytes(text)
    if (value === undefined) throw new RecordFault('wrong-type', path, `got ${this.shown(start, end)}; bytes are base64 with padding`)
    return value
  }

  private timestamp(type: Extract<DataType, { kind: 'timestamp' }>, start: number, end: number, path: string): number {
    const wire = type.wire
    if (wire === 'iso8601' || wire === 'sql') {
      this.expectQuote(type, start, end, path)
      const text = unescaped(this.scanner, start + 1, end - 1)
      const time = wire === 'sql' ? readSqlTime(text, 0, text.length) : readIsoTime(text, 0, text.length)
      return this.expectTime(
        time,
        start,
        end,
        path,
        wire === 'sql' ? 'YYYY-MM-DD hh:mm:ss[.fraction]' : 'YYYY-MM-DDThh:mm:ss[.fraction][Z|±hh:mm]',
      )
    }
    const small = wire === 'epoch-ms' ? this.smallInteger(start, end) : Number.NaN
    const time = Number.isNaN(small) ? scaledFloor(decimalOf(this.numberText(type, start, end, path)), EPOCH_POWERS[wire]) : small
    return this.expectTime(inRange(time), start, end, path, `${wire} from ${MIN_TIME_MS} ms to ${MAX_TIME_MS} ms`)
  }

  private date(type: DataType, start: number, end: number, path: string): number {
    this.expectQuote(type, start, end, path)
    const text = unescaped(this.scanner, start + 1, end - 1)
    return this.expectTime(readDate(text, 0, text.length), start, end, path, 'YYYY-MM-DD')
  }

  private enumValue(type: Extract<DataType, { kind: 'enum' }>, start: number, end: number, path: string): string {
    const value = this.string(type, start, end, path)
    if (!type.values.includes(value)) throw this.outOfRange(start, end, path, `one of ${type.values.length} enum values is allowed`)
    return value
  }

  private list(type: Extract<DataType, { kind: 'list' }>, start: number, end: number, path: string): readonly Value[] {
    const { scanner } = this
    if (scanner.bytes[start] !== 91) throw this.wrongType(type, start, end, path)
    const values: Value[] = []
    let position = scanner.skipSpace(start + 1, end)
    while (scanner.bytes[position] !== 93) {
      const elementEnd = scanner.skipValue(position, end, 0)
      values.push(this.valueOf(type.element, type.elementOptional, position, elementEnd, childPath(path, values.length)))
      position = scanner.skipSpace(elementEnd, end)
      if (scanner.bytes[position] === 44) position = scanner.skipSpace(position + 1, end)
    }
    return values
  }

  private record(type: Extract<DataType, { kind: 'record' }>, start: number, end: number, path: string): RecordValue {
    if (this.scanner.bytes[start] !== 123) throw this.wrongType(type, start, end, path)
    const { fields } = type
    const members = new MemberList()
    listMembers(this.scanner, this.namesOf(fields), start, end, 0, members)
    const lastMember = new Int32Array(fields.length).fill(-1)
    for (let member = 0; member < members.length; member++) if (members.fields[member] >= 0) lastMember[members.fields[member]] = member
    const result: Record<string, Value> = Object.create(null)
    fields.forEach((field, index) => {
      const member = lastMember[index]
      const fieldPath = childPath(path, field.wireName)
      if (member >= 0)
        result[field.name] = this.valueOf(field.type, field.optional, members.starts[member], members.ends[member], fieldPath)
      else if (field.optional) result[field.name] = null
      else throw new RecordFault('missing-field', fieldPath, `the required ${field.type.kind} is missing`)
    })
    return result
  }

  /** An integer of at most 15 digits without point or exponent, else NaN. */
  private smallInteger(start: number, end: number): number {
    const { bytes } = this.scanner
    const first = bytes[start] === 45 ? start + 1 : start
    if (end - first > 15) return Number.NaN
    let value = 0
    for (let position = first; position < end; position++) {
      const digit = bytes[position] - 48
      if (!(digit >= 0 && digit <= 9)) return Number.NaN
      value = value * 10 + digit
    }
    return first > start && value !== 0 ? -value : value
  }

  private numberText(type: DataType, start: number, end: number, path: string): string {
    const byte = this.scanner.bytes[start]
    if (byte !== 45 && !(byte >= 48 && byte <= 57)) throw this.wrongType(type, start, end, path)
    return textOf(this.scanner, start, end)
  }

  private expectQuote(type: DataType, start: number, end: number, path: string): void {
    if (this.scanner.bytes[start] !== 34) throw this.wrongType(type, start, end, path)
  }

  private expectTime(time: number, start: number, end: number, path: string, form: string): number {
    if (Number.isNaN(time))
      throw new RecordFault('invalid-time', path, `got ${this.shown(start, end)}; allowed is ${form}, in the years 0001 to 9999`)
    return time
  }

  private wrongType(type: DataType, start: number, end: number, path: string): RecordFault {
    return new RecordFault('wrong-type', path, `got ${this.shown(start, end)}; ${type.kind} is required`)
  }

  private outOfRange(start: number, end: number, path: string, allowed: string): RecordFault {
    return new RecordFault('out-of-range', path, `got ${this.shown(start, end)}; ${allowed}`)
  }

  /** The JSON text, shortened. */
  private shown(start: number, end: number): string {
    const text = new TextDecoder().decode(this.scanner.bytes.subarray(start, Math.min(end, start + SHOWN_CHARACTERS)))
    return end - start > SHOWN_CHARACTERS ? `${text}…` : text
  }

  private namesOf(fields: readonly Field[]): NameTable {
    let names = this.names.get(fields)
    if (names === undefined) {
      names = new NameTable(fields.map(field => field.wireName))
      this.names.set(fields, names)
    }
    return names
  }
}
