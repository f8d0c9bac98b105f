import { gunzipSync, gzipSync } from 'node:zlib'
import type { RecordValue, Value } from '../../pipeline'

/** Where a line goes when it is published. */
export interface Place {
  readonly kind: 'rows' | 'late' | 'dead-letters'
  /** Empty for dead letters. */
  readonly output: string
}

/** Lines of one place; of rows as `rowLine` writes them, of the others as they are published. */
export interface Section extends Place {
  readonly lines: readonly string[]
}

/** A staged file's bytes: gzip of JSON lines, each section behind a header. */
export function encodeStaged(sections: readonly Section[]): Uint8Array {
  const lines = sections.flatMap(({ kind, output, lines }) => [JSON.stringify({ kind, output, lines: lines.length }), ...lines])
  return new Uint8Array(gzipSync(`${lines.join('\n')}\n`, { level: 1 }))
}

export function decodeStaged(bytes: Uint8Array): readonly Section[] {
  const lines = gunzipSync(bytes).toString('utf8').split('\n')
  const sections: Section[] = []
  for (let at = 0; at < lines.length - 1; ) {
    const { kind, output, lines: count }: Place & { readonly lines: number } = JSON.parse(lines[at])
    sections.push({ kind, output, lines: lines.slice(at + 1, at + 1 + count) })
    at += 1 + count
  }
  return sections
}

/** A row as a line that `rowOf` reads back exactly: integers of any size, −0, bytes and texts with lone surrogates. */
export function rowLine(row: RecordValue): string {
  return JSON.stringify(written(row))
}

export function rowOf(line: string): RecordValue {
  return read(JSON.parse(line)) as RecordValue
}

/** What JSON cannot say is an array with a letter before it, and so are lists. */
type Written =
  | null
  | boolean
  | number
  | string
  | readonly ['i' | 'b', string]
  | readonly ['-0']
  | readonly ['l', readonly Written[]]
  | WrittenRecord
interface WrittenRecord {
  readonly [name: string]: Written
}

function written(value: Value): Written {
  if (typeof value === 'bigint') return ['i', value.toString()]
  if (Object.is(value, -0)) return ['-0']
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Uint8Array) return ['b', Buffer.from(value).toString('base64')]
  if (isList(value)) return ['l', value.map(written)]
  return mapped(value, written)
}

function read(value: Written): Value {
  if (value === null || typeof value !== 'object') return value
  if (!isTagged(value)) return mapped(value, read)
  switch (value[0]) {
    case 'i':
      return BigInt(value[1])
    case 'b':
      return new Uint8Array(Buffer.from(value[1], 'base64'))
    case 'l':
      return value[1].map(read)
    default:
      return -0
  }
}

function mapped<A, B>(record: { readonly [name: string]: A }, map: (value: A) => B): { readonly [name: string]: B } {
  const result: Record<string, B> = Object.create(null)
  for (const name of Object.keys(record)) result[name] = map(record[name])
  return result
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)
const isTagged = (value: Written): value is Exclude<Written, null | boolean | number | string | WrittenRecord> => Array.isArray(value)
