import type { DataType, Expression, FunctionName } from '../../pipeline'
import { type Rule, supported } from '../rule'
import type { CallWriter } from './dialect'
import { bare } from './expression'

/** `(x + y)`. */
export function operator(symbol: string): CallWriter {
  return ({ arguments: [left, right] }) => `(${left} ${symbol} ${right})`
}

/** `(x AND y AND z)`. */
export function chain(symbol: string): CallWriter {
  return ({ arguments: all }) => `(${all.join(` ${symbol} `)})`
}

/** `NAME(x, y)`. */
export function call(name: string): CallWriter {
  return ({ arguments: all }) => `${name}(${all.map(bare).join(', ')})`
}

/** The value of an argument that must be a literal. */
export function literalOf({ expressions }: Parameters<CallWriter>[0], index: number): string | number {
  const expression = expressions[index]
  if (expression?.node !== 'literal') throw new Error(`argument ${index} must be a literal: validate the definition first`)
  const { value } = expression
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`argument ${index} must be a text or a number`)
  return value
}

/** Whether a quotient of doubles is always finite: its divisor is a literal of 1 or more, or -1 or less. */
export function dividesSafely([, divisor]: readonly Expression[]): boolean {
  return divisor?.node === 'literal' && Math.abs(Number(divisor.value)) >= 1
}

export function isDecimal(type: DataType): type is Extract<DataType, { readonly kind: 'decimal' }> {
  return type.kind === 'decimal'
}

/** What SQL's standard, and every dialect here, writes in the same way. A dialect spreads this and decides on the rest. */
export const STANDARD_FUNCTIONS = {
  negate: supported(({ arguments: [x] }) => `(-${x})`),
  absolute: supported(call('ABS')),
  floor: supported(call('FLOOR')),
  ceiling: supported(call('CEIL')),
  equal: supported(operator('=')),
  notEqual: supported(operator('<>')),
  less: supported(operator('<')),
  lessOrEqual: supported(operator('<=')),
  greater: supported(operator('>')),
  greaterOrEqual: supported(operator('>=')),
  in: supported(({ arguments: [x, ...values] }) => `(${x} IN (${values.map(bare).join(', ')}))`),
  and: supported(chain('AND')),
  or: supported(chain('OR')),
  not: supported(({ arguments: [x] }) => `(NOT ${x})`),
  isNull: supported(({ arguments: [x] }) => `(${x} IS NULL)`),
  coalesce: supported(call('COALESCE')),
  lower: supported(call('LOWER')),
  upper: supported(call('UPPER')),
  length: supported(call('CHAR_LENGTH')),
  concat: supported(chain('||')),
  replace: supported(call('REPLACE')),
  startsWith: supported(({ arguments: [x, y] }) => `(LEFT(${bare(x)}, CHAR_LENGTH(${bare(y)})) = ${y})`),
  endsWith: supported(({ arguments: [x, y] }) => `(RIGHT(${bare(x)}, CHAR_LENGTH(${bare(y)})) = ${y})`),
  contains: supported(({ arguments: [x, y] }) => `(POSITION(${y} IN ${x}) > 0)`),
} as const satisfies Partial<Record<FunctionName, Rule<CallWriter>>>
