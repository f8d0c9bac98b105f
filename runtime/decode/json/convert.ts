import type { DataType, Field, RecordValue, Value } from '../../../pipeline'
import { childPath, RecordFault } from '../fault'
import {
  bytesOfText,
  dateOfText,
  decimalOfText,
  doubleOfText,
  enumOfText,
  epochOfText,
  integerOfText,
  isEpoch,
  shownJson,
  timeOfText,
} from '../text-values'
import { inRange } from '../time-text'
import { listMembers, MemberList, NameTable } from './members'
import type { JsonScanner } from './scanner'
import { textOf, unescaped } from './strings'

/** A JSON number without exponent. */
const PLAIN_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/**
 * Turns checked JSON values into values in memory. What each type takes:
 * - int64: a number that is an integer in value (`1`, `1.0`, `1e3`); double: any number that is finite as a double
 * - decimal: a number with at most `scale` fraction digits (`1.50` has one), exact; also in a string, without exponent: so rows are
 *   written, since many a JSON parser would make a double of the number
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
      case 'int64': {
        const small = this.smallInteger(start, end)
        return Number.isNaN(small) ? integerOfText(this.number(type, start, end, path), path) : small
      }
      case 'double':
        return doubleOfText(this.number(type, start, end, path), path)
      case 'decimal':
        return decimalOfText(type, this.decimal(type, start, end, path), path)
      case 'bytes':
        return bytesOfText(this.stringBytes(type, start, end, path), path)
      case 'timestamp':
        return this.timestamp(type, start, end, path)
      case 'date':
        return dateOfText(this.stringBytes(type, start, end, path), path)
      case 'enum':
        return enumOfText(type, this.string(type, start, end, path), path)
      case 'list':
        return this.list(type, start, end, path)
      case 'record':
        return this.record(type, start, end, path)
    }
  }

  private string(type: DataType, start: number, end: number, path: string): string {
    if (this.scanner.bytes[start] !== 34) throw this.wrongType(type, start, end, path)
    return textOf(this.scanner, start + 1, end - 1)
  }

  private stringBytes(type: DataType, start: number, end: number, path: string): Uint8Array {
    if (this.scanner.bytes[start] !== 34) throw this.wrongType(type, start, end, path)
    return unescaped(this.scanner, start + 1, end - 1)
  }

  private boolean(type: DataType, start: number, end: number, path: string): boolean {
    const byte = this.scanner.bytes[start]
    if (byte !== 116 && byte !== 102) throw this.wrongType(type, start, end, path)
    return byte === 116
  }

  private timestamp(type: Extract<DataType, { kind: 'timestamp' }>, start: number, end: number, path: string): number {
    if (!isEpoch(type.wire)) return timeOfText(type.wire, this.stringBytes(type, start, end, path), path)
    const small = type.wire === 'epoch-ms' ? inRange(this.smallInteger(start, end)) : Number.NaN
    return Number.isNaN(small) ? epochOfText(type.wire, this.number(type, start, end, path), path) : small
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

  private number(type: DataType, start: number, end: number, path: string): string {
    const byte = this.scanner.bytes[start]
    if (byte !== 45 && !(byte >= 48 && byte <= 57)) throw this.wrongType(type, start, end, path)
    return textOf(this.scanner, start, end)
  }

  /** The text of a number, or of a plain one in a string. */
  private decimal(type: DataType, start: number, end: number, path: string): string {
    if (this.scanner.bytes[start] !== 34) return this.number(type, start, end, path)
    const text = textOf(this.scanner, start + 1, end - 1)
    if (!PLAIN_NUMBER.test(text)) throw this.wrongType(type, start, end, path)
    return text
  }

  private wrongType(type: DataType, start: number, end: number, path: string): RecordFault {
    return new RecordFault('wrong-type', path, `got ${shownJson(this.scanner.bytes.subarray(start, end))}; ${type.kind} is required`)
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
