import type { AggregateValue } from './aggregate'
import type { ByteReader, ByteWriter } from './bytes'
import { StateError } from './state-error'

const NULL = 0
const FALSE = 1
const TRUE = 2
const NUMBER = 3
const BIGINT = 4
const TEXT = 5
const BYTES = 6
const LIST = 7
const RECORD = 8
/** UTF-16, for strings that UTF-8 can't hold. */
const TORN_TEXT = 9

const MAXIMUM_DEPTH = 128
const LONE_SURROGATE = /\p{Surrogate}/u
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

function writeText(writer: ByteWriter, text: string): void {
  if (!LONE_SURROGATE.test(text)) {
    writer.uint8(TEXT)
    writer.block(encoder.encode(text))
    return
  }
  writer.uint8(TORN_TEXT)
  writer.variable(text.length)
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    writer.uint8(unit & 255)
    writer.uint8(unit >> 8)
  }
}

function readText(reader: ByteReader, tag: number): string {
  if (tag === TEXT) return decoder.decode(reader.block())
  if (tag !== TORN_TEXT) throw new StateError(`state is damaged: a text expected, but its tag is ${tag}; restore from another checkpoint`)
  const length = reader.count()
  let text = ''
  for (let at = 0; at < length; at++) text += String.fromCharCode(reader.uint8() | (reader.uint8() << 8))
  return text
}

/** Writes any value with its type. Names of a record are written in sorted order, so equal values have equal bytes (−0 apart). */
export function writeValue(writer: ByteWriter, value: AggregateValue): void {
  if (value === null) writer.uint8(NULL)
  else if (typeof value === 'boolean') writer.uint8(value ? TRUE : FALSE)
  else if (typeof value === 'number') {
    writer.uint8(NUMBER)
    writer.float64(value)
  } else if (typeof value === 'bigint') {
    writer.uint8(BIGINT)
    writer.block(encoder.encode(value.toString(16)))
  } else if (typeof value === 'string') writeText(writer, value)
  else if (value instanceof Uint8Array) {
    writer.uint8(BYTES)
    writer.block(value)
  } else if (Array.isArray(value)) {
    writer.uint8(LIST)
    writer.variable(value.length)
    for (const element of value) writeValue(writer, element)
  } else {
    const record = value as { readonly [name: string]: AggregateValue }
    const names = Object.keys(record).sort()
    writer.uint8(RECORD)
    writer.variable(names.length)
    for (const name of names) {
      writeText(writer, name)
      writeValue(writer, record[name])
    }
  }
}

/** Reads what `writeValue` wrote; records have no prototype. */
export function readValue(reader: ByteReader, depth = 0): AggregateValue {
  if (depth > MAXIMUM_DEPTH) throw new StateError(`state is damaged: a value deeper than ${MAXIMUM_DEPTH}; restore from another checkpoint`)
  const tag = reader.uint8()
  switch (tag) {
    case NULL:
      return null
    case FALSE:
      return false
    case TRUE:
      return true
    case NUMBER:
      return reader.float64()
    case BIGINT:
      return readBigInt(decoder.decode(reader.block()))
    case BYTES:
      return reader.block().slice()
    case LIST: {
      const length = reader.count()
      const list: AggregateValue[] = []
      for (let at = 0; at < length; at++) list.push(readValue(reader, depth + 1))
      return list
    }
    case RECORD: {
      const length = reader.count()
      const record: Record<string, AggregateValue> = Object.create(null)
      for (let at = 0; at < length; at++) {
        const name = readText(reader, reader.uint8())
        record[name] = readValue(reader, depth + 1)
      }
      return record
    }
    default:
      return readText(reader, tag)
  }
}

function readBigInt(text: string): bigint {
  if (!/^-?[0-9a-f]+$/.test(text)) throw new StateError('state is damaged: not an integer; restore from another checkpoint')
  return text.startsWith('-') ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`)
}
