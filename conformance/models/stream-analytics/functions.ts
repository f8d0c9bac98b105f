import { AsaError, type AsaValue, DateTime, isInt64, isNumber, millisecondsOf, TICKS_PER_MS, toDateTime } from './values'

const MAX_TICKS = 253_402_300_799_999n * TICKS_PER_MS + 9_999n
const MIN_TICKS = -62_135_596_800_000n * TICKS_PER_MS

/** Scalar functions, as documented one by one under https://learn.microsoft.com/stream-analytics-query/. Null in, null out, but for COALESCE and CONCAT. */
export function callFunction(name: string, given: readonly AsaValue[]): AsaValue {
  if (name === 'COALESCE') return given.find(value => value !== null) ?? null
  if (name === 'CONCAT') return given.map(value => (value === null ? '' : textOf(value))).join('')
  if (name === 'GETTYPE') return typeOf(given[0])
  if (given.some(value => value === null)) return null
  const [x, y, z] = given
  switch (name) {
    case 'ABS':
      return typeof x === 'bigint' ? int64(x < 0n ? -x : x) : Math.abs(floatOf(x))
    case 'FLOOR':
      return typeof x === 'bigint' ? x : Math.floor(floatOf(x))
    case 'CEILING':
      return typeof x === 'bigint' ? x : Math.ceil(floatOf(x))
    case 'LOWER':
      return mapped(textOf(x), character => character.toLowerCase())
    case 'UPPER':
      return mapped(textOf(x), character => character.toUpperCase())
    case 'LEN':
      return BigInt(textOf(x).replace(/ +$/, '').length)
    case 'LEFT':
      return textOf(x).slice(0, Number(y))
    case 'RIGHT':
      return y === 0n ? '' : textOf(x).slice(-Number(y))
    case 'CHARINDEX':
      // Where the text is not found it gives 0; the empty text is found nowhere, as in T-SQL.
      return textOf(x) === '' ? 0n : BigInt(textOf(y).indexOf(textOf(x), Math.max(0, Number(z ?? 0n) - 1)) + 1)
    case 'SUBSTRING':
      return substring(textOf(x), Number(y), Number(z))
    case 'REPLACE':
      return textOf(y) === '' ? x : textOf(x).replaceAll(textOf(y), () => textOf(z))
    case 'REGEXMATCH':
      return BigInt(textOf(x).search(new RegExp(textOf(y), 'i')) + 1)
    case 'GETARRAYLENGTH':
      return BigInt(listOf(x).length)
    case 'GETARRAYELEMENT':
      return listOf(x)[Number(y)] ?? null
    case 'DATEADD':
      return added(textOf(x), integer(y), dateOf(z))
    case 'DATEDIFF':
      if (x !== 'millisecond') throw new AsaError('the model counts milliseconds alone')
      return millisecondsOf(dateOf(z)) - millisecondsOf(dateOf(y))
    case 'DATEPART':
      return BigInt(part(textOf(x), new Date(Number(millisecondsOf(dateOf(y))))))
    case 'DATETIMEFROMPARTS': {
      const [year, month, day, ...clock] = given.map(Number)
      const date = new Date(0)
      date.setUTCFullYear(year, month - 1, day)
      date.setUTCHours(...(clock as [number, number, number, number]))
      return new DateTime(BigInt(date.getTime()) * TICKS_PER_MS)
    }
  }
  throw new AsaError(`the model lacks ${name}`)
}

export function arithmetic(operator: string, left: AsaValue, right: AsaValue): AsaValue {
  if (left === null || right === null) return null
  if (!isNumber(left) || !isNumber(right)) throw new AsaError(`${operator} takes numbers`)
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    if ((operator === '/' || operator === '%') && right === 0n) throw new AsaError('division by zero')
    return int64({ '+': left + right, '-': left - right, '*': left * right }[operator] ?? (operator === '/' ? left / right : left % right))
  }
  const [x, y] = [Number(left), Number(right)]
  return { '+': x + y, '-': x - y, '*': x * y, '/': x / y }[operator] ?? x % y
}

function int64(value: bigint): bigint {
  if (!isInt64(value)) throw new AsaError('a bigint overflows')
  return value
}

/** Simple case mapping: one character becomes one, as .NET's invariant culture does. */
function mapped(text: string, map: (character: string) => string): string {
  return [...text].map(character => (map(character).length === character.length ? map(character) : character)).join('')
}

/** 1 based, in UTF-16 units. */
function substring(text: string, start: number, length: number): string {
  if (length < 0) throw new AsaError('the length of SUBSTRING is negative')
  const from = Math.max(0, start - 1)
  const end = Math.max(0, start - 1 + length)
  return text.slice(from, end)
}

function added(unit: string, amount: bigint, date: DateTime): DateTime {
  if (unit !== 'millisecond') throw new AsaError('the model adds milliseconds alone')
  const ticks = date.ticks + amount * TICKS_PER_MS
  if (ticks < MIN_TICKS || ticks > MAX_TICKS) throw new AsaError('a datetime leaves the years 1 to 9999')
  return new DateTime(ticks)
}

function part(name: string, date: Date): number {
  switch (name) {
    case 'year':
      return date.getUTCFullYear()
    case 'quarter':
      return Math.floor(date.getUTCMonth() / 3) + 1
    case 'month':
      return date.getUTCMonth() + 1
    case 'day':
      return date.getUTCDate()
    case 'dayofyear': {
      const first = new Date(date)
      first.setUTCMonth(0, 1)
      return Math.round((date.getTime() - first.getTime()) / 86_400_000) + 1
    }
  }
  throw new AsaError(`the model lacks the part ${name}`)
}

function textOf(value: AsaValue): string {
  if (typeof value !== 'string') throw new AsaError('a text was expected')
  return value
}

function floatOf(value: AsaValue): number {
  if (typeof value !== 'number') throw new AsaError('a number was expected')
  return value
}

function integer(value: AsaValue): bigint {
  if (typeof value !== 'bigint') throw new AsaError('a bigint was expected')
  return value
}

function listOf(value: AsaValue): readonly AsaValue[] {
  if (!Array.isArray(value)) throw new AsaError('an array was expected')
  return value
}

function dateOf(value: AsaValue): DateTime {
  return toDateTime(value) ?? fail('a datetime was expected')
}

function fail(problem: string): never {
  throw new AsaError(problem)
}

function typeOf(value: AsaValue): string | null {
  if (value === null) return null
  if (Array.isArray(value)) return 'array'
  if (value instanceof DateTime) return 'datetime'
  if (value instanceof Map) return 'record'
  return { bigint: 'bigint', number: 'float', string: 'nvarchar(max)', boolean: 'bit' }[typeof value as string] ?? null
}
