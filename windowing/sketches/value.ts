import type { FrameReader, FrameWriter } from './frame'
import type { SketchValue } from './sketch'

const BOOLEAN = 0
const NUMBER = 1
const BIGINT = 2
const LATIN_STRING = 3
const WIDE_STRING = 4
const BYTES = 5

/** Estimated bytes of a value in memory. */
export function valueBytes(value: SketchValue): number {
  if (typeof value === 'string') return 16 + value.length * 2
  return typeof value === 'object' ? 96 + value.length * 3 : 16
}

function typeRank(value: SketchValue): number {
  if (typeof value === 'boolean') return 0
  if (typeof value === 'number' || typeof value === 'bigint') return 1
  return typeof value === 'string' ? 2 : 3
}

/** UTF-16 units in the order of their code points: surrogates come after the rest of the first plane. */
const unitRank = (unit: number) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x2000 : unit >= 0xe000 ? unit - 0x800 : unit)

function compareStrings(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const difference = unitRank(left.charCodeAt(index)) - unitRank(right.charCodeAt(index))
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) if (left[index] !== right[index]) return left[index] - right[index]
  return left.length - right.length
}

/** A total order: booleans, numbers, strings by code point, bytes. */
export function compareValues(left: SketchValue, right: SketchValue): number {
  const difference = typeRank(left) - typeRank(right)
  if (difference !== 0) return difference
  if (typeof left === 'string' && typeof right === 'string') return compareStrings(left, right)
  if (typeof left === 'object' && typeof right === 'object') return compareBytes(left, right)
  return left < right ? -1 : left > right ? 1 : 0
}

function writeText(text: string, writer: FrameWriter): void {
  let wide = false
  for (let index = 0; index < text.length && !wide; index++) wide = text.charCodeAt(index) > 0xff
  writer.byte(wide ? WIDE_STRING : LATIN_STRING)
  writer.uint32(text.length)
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    writer.byte(unit & 0xff)
    if (wide) writer.byte(unit >>> 8)
  }
}

/** Strings go as UTF-16 units (one byte each where all fit), so that lone surrogates survive. */
export function writeValue(value: SketchValue, writer: FrameWriter): void {
  if (typeof value === 'string') writeText(value, writer)
  else if (typeof value === 'boolean') {
    writer.byte(BOOLEAN)
    writer.byte(value ? 1 : 0)
  } else if (typeof value === 'number') {
    writer.byte(NUMBER)
    writer.double(value)
  } else if (typeof value === 'bigint') {
    writer.byte(BIGINT)
    writeText(value.toString(), writer)
  } else {
    writer.byte(BYTES)
    writer.uint32(value.length)
    writer.block(value)
  }
}

function readText(type: number, reader: FrameReader): string {
  const units = reader.uint32()
  const width = type === WIDE_STRING ? 2 : 1
  const bytes = reader.block(units * width)
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += width)
    parts.push(String.fromCharCode(width === 2 ? bytes[at] | (bytes[at + 1] << 8) : bytes[at]))
  return parts.join('')
}

/** What `writeValue` wrote; refuses anything else through the reader. */
export function readValue(reader: FrameReader): SketchValue {
  const type = reader.byte()
  if (type === BOOLEAN) return reader.byte() === 1
  if (type === NUMBER) return reader.double()
  if (type === LATIN_STRING || type === WIDE_STRING) return readText(type, reader)
  if (type === BYTES) return reader.block(reader.uint32())
  if (type !== BIGINT) reader.damaged(`value type ${type} is unknown`)
  const digits = readText(reader.byte(), reader)
  if (!/^-?[1-9][0-9]{15,}$/.test(digits)) reader.damaged('an integer is damaged')
  return BigInt(digits)
}
