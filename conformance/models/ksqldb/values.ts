import { KsqlRefusal } from './lexer'
import type { KsqlType } from './syntax'

/** A value in ksqlDB: INTEGER, BIGINT and TIMESTAMP are bigints, DOUBLE a number. */
export type KsqlValue = null | boolean | bigint | number | string | readonly KsqlValue[] | ReadonlyMap<KsqlValue, KsqlValue>
export type KsqlRow = ReadonlyMap<string, KsqlValue>

/** An expression with its type; null is the type of NULL alone. */
export interface Compiled {
  readonly type: KsqlType | null
  readonly valueOf: (row: KsqlRow) => KsqlValue
}

/**
 * An expression ends with an exception in Java, as by null in arithmetic or division of an integer by zero. ksqlDB logs it: a column of
 * SELECT is then null, and WHERE drops the row (SelectValueMapper, SqlPredicate).
 */
export class EvaluationError extends Error {}

export function typeText(type: KsqlType | null): string {
  if (type === null) return 'NULL'
  if (type.base === 'STRUCT') return `STRUCT<${type.fields.map(field => `${field.name} ${typeText(field.type)}`).join(', ')}>`
  return type.base === 'ARRAY' || type.base === 'MAP' ? `${type.base}<${typeText(type.item)}>` : type.base
}

export function sameType(left: KsqlType | null, right: KsqlType | null): boolean {
  return typeText(left) === typeText(right)
}

/** The one type of several, NULL aside. CASE takes no others together (ExpressionTypeManager). */
export function commonType(types: readonly (KsqlType | null)[], what: string): KsqlType {
  const known = types.filter(type => type !== null)
  const [first] = known
  if (first === undefined) throw new KsqlRefusal(`${what} has nothing but NULL`)
  if (!known.every(type => sameType(type, first)))
    throw new KsqlRefusal(`${what} has the types ${known.map(typeText).join(', ')}; they must be one`)
  return first
}

/** The value, or the error that Java's unboxing of null is. */
export function present(value: KsqlValue): Exclude<KsqlValue, null> {
  if (value === null) throw new EvaluationError('a null where Java needs a value')
  return value
}

export function isNumeric(type: KsqlType | null): boolean {
  return type !== null && (type.base === 'INTEGER' || type.base === 'BIGINT' || type.base === 'DOUBLE')
}

/** `List.equals` and the like: null equals null. */
export function equalValues(left: KsqlValue, right: KsqlValue): boolean {
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => equalValues(item, right[index]))
  return left === right
}
