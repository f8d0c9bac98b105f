import type { DataType } from '../../pipeline'
import type { Held } from '../../test/runtime/end-to-end/interpreter/held'
import { type ExactJson, NumberText, parseExactJson } from '../expected/exact-json'
import { fractionOf, wholeOf } from '../expected/fraction'
import { DAY_MS, dayOf, timeOf } from '../expected/time-text'

/** A value that an engine gave and that its column's type can't hold. */
export class Misfit {
  constructor(
    readonly value: unknown,
    readonly type: DataType,
  ) {}
}

/** Lists and records may hold misfits, too; they are then misfits as a whole. */
export type Canonical = Held | Misfit

const NUMBER = /^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?$/

/**
 * The one form of an engine's value, by the type of its column. Takes:
 * - int64: numbers, bigints, decimal texts; decimal: the same, at most `scale` digits after the point that aren't zero
 * - double: numbers, decimal texts
 * - timestamp: epoch ms as number, bigint or text; `Date`; ISO 8601 or SQL text (without zone: UTC), nothing below the millisecond
 * - date: days since 1970-01-01; `YYYY-MM-DD`, also with a midnight; `Date` at midnight
 * - bytes: `Uint8Array`, base64; boolean: booleans and 'true', 'false'
 * - list: arrays; record: objects by field name; both also as JSON text
 * `undefined` is a misfit: a column must be there, if only with null.
 */
export function canonical(value: unknown, type: DataType): Canonical {
  if (value === null) return null
  const found = heldOf(value instanceof NumberText ? value.text : value, type)
  return found === undefined ? new Misfit(value, type) : found
}

function heldOf(value: unknown, type: DataType): Held | undefined {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return typeof value === 'string' ? value : undefined
    case 'boolean':
      return value === 'true' || value === 'false' ? value === 'true' : typeof value === 'boolean' ? value : undefined
    case 'int64':
      return integer(value, 0)
    case 'decimal':
      return integer(value, type.scale)
    case 'double':
      return double(value)
    case 'bytes':
      if (value instanceof Uint8Array) return new Uint8Array(value)
      return typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : undefined
    case 'timestamp':
      return time(value)
    case 'date':
      return date(value)
    case 'list':
      return list(parsed(value), type.element)
    case 'record':
      return record(parsed(value), type)
  }
}

function integer(value: unknown, scale: number): bigint | undefined {
  if (typeof value === 'bigint') return value * 10n ** BigInt(scale)
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && NUMBER.test(text) ? wholeOf(fractionOf(text.replace(/^\+/, '')), scale) : undefined
}

function double(value: unknown): number | undefined {
  const number = typeof value === 'bigint' || (typeof value === 'string' && NUMBER.test(value)) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

function time(value: unknown): number | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.getTime()
  const whole = integer(value, 0)
  if (whole !== undefined) return Number(whole)
  if (typeof value !== 'string' || /\.\d{3}\d*[1-9]/.test(value)) return undefined
  // SQL engines may write their zone, too.
  return timeOf(value.replace(/^(\d{4}-\d\d-\d\d) /, '$1T').replace(/ ?(UTC|\+00)$/, 'Z'), 'iso8601')
}

function date(value: unknown): number | undefined {
  const text = typeof value === 'string' ? dayOf(value) : undefined
  if (text !== undefined) return text
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value)
  const days = (time(value) ?? Number.NaN) / DAY_MS
  return Number.isInteger(days) ? days : undefined
}

const parsed = (value: unknown): unknown => (typeof value === 'string' ? parseExactJson(value) : value)

function list(value: unknown, element: DataType): Held | undefined {
  if (!Array.isArray(value)) return undefined
  const elements: Held[] = []
  for (const item of value) {
    const found = canonical(item, element)
    if (found instanceof Misfit) return undefined
    elements.push(found)
  }
  return elements
}

function record(value: unknown, { fields }: Extract<DataType, { kind: 'record' }>): Held | undefined {
  const member = (name: string): unknown => {
    if (value instanceof Map) return (value as ReadonlyMap<string, ExactJson>).get(name)
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
  }
  const members: Record<string, Held> = {}
  for (const { name, type } of fields) {
    const found = canonical(member(name), type)
    if (found instanceof Misfit) return undefined
    members[name] = found
  }
  return members
}
