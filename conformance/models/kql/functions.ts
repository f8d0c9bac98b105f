import { createHash } from 'node:crypto'
import { compared, Decimal, isNumber, KqlError, type KqlValue, TICKS_PER_MS, Ticks, typeOf, wrapped } from './values'

interface Arity {
  readonly least: number
  readonly most: number
  readonly aggregate?: true
}

const MANY = 64
const one: Arity = { least: 1, most: 1 }
const two: Arity = { least: 2, most: 2 }
const ARITIES: Readonly<Record<string, Arity>> = {
  abs: one,
  array_length: one,
  bin: two,
  case: { least: 3, most: MANY },
  ceiling: one,
  coalesce: { least: 2, most: MANY },
  datetime_diff: { least: 3, most: 3 },
  hash_sha256: one,
  iff: { least: 3, most: 3 },
  isfinite: one,
  isnotnull: one,
  isnull: one,
  not: one,
  prev: one,
  range: { least: 3, most: 3 },
  replace_string: { least: 3, most: 3 },
  row_window_session: { least: 4, most: 4 },
  split: two,
  strcat: { least: 1, most: MANY },
  strlen: one,
  substring: { least: 2, most: 3 },
  todecimal: one,
  todouble: one,
  tolong: one,
  tostring: one,
  avg: { ...one, aggregate: true },
  count: { least: 0, most: 0, aggregate: true },
  count_distinctif: { ...two, aggregate: true },
  countif: { ...one, aggregate: true },
  max: { ...one, aggregate: true },
  min: { ...one, aggregate: true },
  sum: { ...one, aggregate: true },
}

export const arityOf = (name: string): Arity | undefined => (Object.hasOwn(ARITIES, name) ? ARITIES[name] : undefined)

/** Functions whose arguments are all evaluated, each documented under https://learn.microsoft.com/kusto/query/<name>-function. */
export function callFunction(name: string, given: readonly KqlValue[]): KqlValue {
  const [x, y, z] = given
  switch (name) {
    case 'isnull':
      return x === null
    case 'isnotnull':
      return x !== null
    case 'coalesce':
      // The first that is not null, and of strings the first that is not empty.
      return given.find(value => value !== null && value !== '') ?? given[given.length - 1]
    case 'tostring':
      return x === null ? '' : typeof x === 'bigint' || typeof x === 'string' ? String(x) : fail(name, x)
  }
  if (given.includes(null)) return null
  switch (name) {
    case 'abs':
      return typeof x === 'bigint' ? wrapped(x < 0n ? -x : x) : Math.abs(real(name, x))
    case 'array_length':
      return Array.isArray(x) ? BigInt(x.length) : null
    case 'bin':
      return binned(x, y)
    case 'ceiling':
      return Math.ceil(real(name, x))
    case 'datetime_diff':
      return x === 'millisecond' ? milliseconds(name, y) - milliseconds(name, z) : fail(name, x)
    case 'hash_sha256':
      return createHash('sha256').update(text(name, x)).digest('hex')
    case 'isfinite':
      return Number.isFinite(real(name, x))
    case 'not':
      return typeof x === 'boolean' ? !x : fail(name, x)
    case 'range':
      return range(long(name, x), long(name, y), long(name, z))
    case 'replace_string':
      return text(name, y) === '' ? fail(name, y) : text(name, x).replaceAll(text(name, y), () => text(name, z))
    case 'split':
      return text(name, y) === '' ? fail(name, y) : text(name, x).split(text(name, y))
    case 'strcat':
      return given.map(value => text(name, value)).join('')
    case 'strlen':
      // Counts code points.
      return BigInt([...text(name, x)].length)
    case 'substring':
      return substring(text(name, x), Number(long(name, y)), z === undefined ? undefined : Number(long(name, z)))
    case 'todecimal':
      return typeof x === 'bigint' ? new Decimal(x) : fail(name, x)
    case 'todouble':
      if (x instanceof Decimal) return Number(x.value)
      return isNumber(x) ? Number(x) : fail(name, x)
    case 'tolong':
      if (x instanceof Decimal) return BigInt.asIntN(64, x.value) === x.value ? x.value : fail(name, x)
      return typeof x === 'number' && Number.isFinite(x) && Math.abs(x) < 2 ** 63 ? BigInt(Math.trunc(x)) : fail(name, x)
  }
  throw new KqlError(`the model lacks ${name}`)
}

/** https://learn.microsoft.com/kusto/query/numerical-operators and datetime-timespan-arithmetic; null with anything is null. */
export function arithmetic(operator: string, left: KqlValue, right: KqlValue): KqlValue {
  if (left === null || right === null) return null
  if (left instanceof Ticks || right instanceof Ticks) return timed(operator, left, right)
  if (left instanceof Decimal && right instanceof Decimal) {
    const [x, y] = [left.value, right.value]
    const result = { '+': x + y, '-': x - y, '*': x * y }[operator]
    return result === undefined ? fail(operator, left) : new Decimal(result)
  }
  if (!isNumber(left) || !isNumber(right)) return fail(operator, isNumber(left) ? right : left)
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    if ((operator === '/' || operator === '%') && right === 0n) return null
    // A modulo is never negative.
    const size = right < 0n ? -right : right
    return wrapped(
      { '+': left + right, '-': left - right, '*': left * right }[operator] ??
        (operator === '/' ? left / right : ((left % size) + size) % size),
    )
  }
  const [x, y] = [Number(left), Number(right)]
  return { '+': x + y, '-': x - y, '*': x * y, '/': x / y }[operator] ?? fail(operator, right)
}

function timed(operator: string, left: KqlValue, right: KqlValue): KqlValue {
  if (operator === '+' && left instanceof Ticks && right instanceof Ticks && right.kind === 'timespan')
    return new Ticks(left.kind, left.ticks + right.ticks)
  if (operator === '*' && typeof left === 'bigint' && right instanceof Ticks && right.kind === 'timespan')
    return new Ticks('timespan', left * right.ticks)
  return fail(operator, left)
}

function binned(value: KqlValue, size: KqlValue): KqlValue {
  if (compared(size, typeof size === 'bigint' ? 0n : 0) <= 0) return null
  if (typeof value === 'bigint' && typeof size === 'bigint') return wrapped(value - (((value % size) + size) % size))
  return isNumber(value) && isNumber(size) ? Math.floor(Number(value) / Number(size)) * Number(size) : fail('bin', value)
}

/** At most 2^20 elements. */
function range(start: bigint, stop: bigint, step: bigint): readonly bigint[] {
  const elements: bigint[] = []
  for (let element = start; element <= stop && elements.length < 2 ** 20; element += step) elements.push(element)
  return elements
}

/** From 0; the model refuses what is before the begin, where the function counts from the end. */
function substring(source: string, start: number, length?: number): string {
  if (start < 0 || (length !== undefined && length < 0)) throw new KqlError('substring begins before the text')
  const points = [...source]
  return points.slice(start, length === undefined ? undefined : start + length).join('')
}

/** Whole milliseconds, toward minus infinity: the boundaries that lie between. */
function milliseconds(name: string, value: KqlValue): bigint {
  if (!(value instanceof Ticks)) return fail(name, value)
  const rest = ((value.ticks % TICKS_PER_MS) + TICKS_PER_MS) % TICKS_PER_MS
  return (value.ticks - rest) / TICKS_PER_MS
}

const text = (name: string, value: KqlValue): string => (typeof value === 'string' ? value : fail(name, value))
const real = (name: string, value: KqlValue): number => (typeof value === 'number' ? value : fail(name, value))
const long = (name: string, value: KqlValue): bigint => (typeof value === 'bigint' ? value : fail(name, value))

function fail(name: string, value: KqlValue): never {
  throw new KqlError(`${name} takes no ${typeOf(value)} here: ${String(value)}`)
}
