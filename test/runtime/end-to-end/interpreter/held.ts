import type { DataType, Value } from '../../../../pipeline'

/**
 * A value as the interpreter holds it: plainer than the product's, so that one can't copy the other's mistakes. Integers and (unscaled) decimals
 * are always bigints, times are epoch ms, dates are days.
 */
export type Held = null | boolean | number | bigint | string | Uint8Array | readonly Held[] | HeldRecord
export interface HeldRecord {
  readonly [field: string]: Held
}

/** What the law calls an error of an expression: its event becomes a dead letter. */
export class Failure extends Error {}

export function fail(problem: string): never {
  throw new Failure(problem)
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)
const isRecord = (value: Value): value is Exclude<Value, null | boolean | number | bigint | string | Uint8Array | readonly Value[]> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)

/** The product's value of a type. */
export function toHeld(value: Value, type: DataType): Held {
  if (value === null) return null
  if (type.kind === 'list') return isList(value) ? value.map(element => toHeld(element, type.element)) : fail('no list')
  if (type.kind === 'record')
    return isRecord(value)
      ? Object.fromEntries(type.fields.map(field => [field.name, toHeld(value[field.name] ?? null, field.type)]))
      : fail('no record')
  if (isList(value) || isRecord(value)) return fail('a list or record where a plain value should be')
  return (type.kind === 'int64' || type.kind === 'decimal') && typeof value !== 'bigint' ? BigInt(Number(value)) : value
}

/** The product's value: integers as numbers where they are safe. */
export function fromHeld(value: Held): Value {
  if (typeof value === 'bigint') return plain(value)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map(fromHeld)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fromHeld(member)]))
}

/** An integer as results have it: a number where it is safe. */
export function plain(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** As text, equal for equal values: 5 and 5n are one integer, −0 is 0, members are in the order of their names. */
export function textOf(value: unknown): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return String(value === 0 ? 0 : value)
  if (value instanceof Uint8Array) return `bytes(${value.join(' ')})`
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => `${name}:${textOf(member)}`)
      .join(',')}}`
  return JSON.stringify(value) ?? 'undefined'
}
