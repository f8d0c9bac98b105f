import { fail } from './failure'

/** An int64 or an unscaled decimal: a number where it is a safe integer, else a bigint. */
export type Integer = number | bigint

export const INT64_MIN = -(2n ** 63n)
export const INT64_MAX = 2n ** 63n - 1n

/** The one representation of an integer. */
export function toInteger(value: bigint): Integer {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value
}

/** Into int64, or a failure that names the operation. */
export function toInt64(value: bigint, operation: string): Integer {
  if (value < INT64_MIN || value > INT64_MAX) {
    fail(`${operation} gives ${value}; int64 holds -9223372036854775808 to 9223372036854775807; cast to decimal or double first`)
  }
  return toInteger(value)
}

/** Into decimal(precision, …), or a failure that names the operation. */
export function toDecimal(value: bigint, precision: number, scale: number, operation: string): Integer {
  const limit = 10n ** BigInt(precision)
  if (value >= limit || value <= -limit)
    fail(`${operation} gives ${decimalText(value, scale)}; decimal(${precision}, ${scale}) is too small for it`)
  return toInteger(value)
}

/** Digits of an unscaled decimal, with exactly `scale` digits after the point. */
export function decimalText(unscaled: Integer, scale: number): string {
  const negative = unscaled < 0
  const digits = (negative ? -BigInt(unscaled) : BigInt(unscaled)).toString().padStart(scale + 1, '0')
  const point = digits.length - scale
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
  return negative ? `-${text}` : text
}

export function addInt64(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return sum
  }
  return toInt64(BigInt(a) + BigInt(b), 'add')
}

export function subtractInt64(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b
    if (Number.isSafeInteger(difference)) return difference
  }
  return toInt64(BigInt(a) - BigInt(b), 'subtract')
}

export function multiplyInt64(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b
    // + 0: an integer has no negative zero
    if (Number.isSafeInteger(product)) return product + 0
  }
  return toInt64(BigInt(a) * BigInt(b), 'multiply')
}

export function negateInteger(a: Integer): Integer {
  return typeof a === 'number' ? 0 - a : toInteger(-a)
}

export function negateInt64(a: Integer): Integer {
  return typeof a === 'number' ? 0 - a : toInt64(-a, 'negate')
}

export function absoluteInt64(a: Integer): Integer {
  return a < 0 ? negateInt64(a) : a
}

export function absoluteInteger(a: Integer): Integer {
  return a < 0 ? negateInteger(a) : a
}

/** Truncates toward zero. */
export function integerDivideInt64(a: Integer, b: Integer): Integer {
  if (b === 0) fail('integerDivide by zero; guard it with a case or a where step')
  // the quotient of safe integers is exact after truncation only by way of the remainder: a / b may round up to an integer
  if (typeof a === 'number' && typeof b === 'number') return (a - (a % b)) / b + 0
  return toInt64(BigInt(a) / BigInt(b), 'integerDivide')
}

/** Sign of the dividend. */
export function moduloInteger(a: Integer, b: Integer): Integer {
  if (b === 0) fail('modulo by zero; guard it with a case or a where step')
  if (typeof a === 'number' && typeof b === 'number') return (a % b) + 0
  return toInteger(BigInt(a) % BigInt(b))
}
