import type { Expression } from '../../pipeline'
import type { CallWriter } from './dialect'

/** How a dialect brings numbers of different types together. */
export interface NumberConversions {
  /** The nearest double. */
  toDouble(text: string): string
  /** The double as a decimal with all its digits, as far as it has 38; null where it is too great. */
  toExact(text: string): string
}

const isDouble = ({ type }: Expression) => type.kind === 'double'
const isExactNumber = ({ type }: Expression) => type.kind === 'int64' || type.kind === 'decimal'
const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '<>': '<>' }

/** Whether a double is compared with an exact number: SQL engines then round the exact number to the nearest double first. */
export function isMixed(left: Expression, right: Expression): boolean {
  return (isDouble(left) && isExactNumber(right)) || (isExactNumber(left) && isDouble(right))
}

/**
 * A comparison by exact value, also between a double and an exact number: where the number's nearest double equals the double, its digits decide.
 * Rounding keeps the order, so elsewhere the doubles decide.
 */
export function comparison(symbol: '=' | '<>' | '<' | '<=' | '>' | '>=', conversions: NumberConversions): CallWriter {
  return ({ arguments: [left, right], expressions: [x, y] }) => {
    if (!isMixed(x, y)) return `(${left} ${symbol} ${right})`
    return isDouble(x) ? mixed(MIRRORED[symbol], right, left, conversions) : mixed(symbol, left, right, conversions)
  }
}

function mixed(symbol: string, exact: string, double: string, { toDouble, toExact }: NumberConversions): string {
  const nearest = toDouble(exact)
  const digits = toExact(double)
  if (symbol === '=') return `(${nearest} = ${double} AND ${exact} = ${digits})`
  if (symbol === '<>') return `(${nearest} <> ${double} OR ${exact} <> ${digits})`
  return `(${nearest} ${symbol[0]} ${double} OR (${nearest} = ${double} AND ${exact} ${symbol} ${digits}))`
}
