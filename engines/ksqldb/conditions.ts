import type { Expression } from '../../pipeline'
import { bare } from '../sql/expression'

/**
 * Null in ksqlDB (read in its code generator, SqlToJavaVisitor): a comparison with null is false, `NOT` of that is true; arithmetic on null and null as a
 * condition end the expression with an error, which makes the column null, or drops the row in WHERE. So every null is asked for.
 */
export function whenNotNull(result: string, arguments_: readonly string[], expressions: readonly Expression[]): string {
  const nulls = arguments_.filter((_, index) => expressions[index].nullable).map(text => `${text} IS NULL`)
  return nulls.length === 0 ? result : `(CASE WHEN ${[...new Set(nulls)].join(' OR ')} THEN NULL ELSE ${bare(result)} END)`
}

/** A boolean text that is never null: true where the given one is true. */
export function isTrue(text: string): string {
  if (text === 'TRUE' || text === 'FALSE' || isComparison(text)) return text
  // A comparison with null is false already.
  const simple = /^\(?CASE WHEN (?:[^'"`()]|`[^`]*`)* IS NULL THEN NULL ELSE ((?:[^'"`()]|`[^`]*`|'[^']*')*) END\)?$/.exec(text)
  if (simple !== null && isComparison(`(${simple[1]})`) && !/\bCASE\b|\bNOT\b|\bAND\b|\bOR\b|[-+*/%]/.test(simple[1]))
    return `(${simple[1]})`
  return `IFNULL(${bare(text)}, FALSE)`
}

/** `(x < y)`, `(x IS NULL)`, `(x IN (…))`, `(NOT x)`: what ksqlDB never gives as null. */
function isComparison(text: string): boolean {
  return text.startsWith('(') && !/^\(CASE\b/.test(text)
}

/** An integer's text as BIGINT: a literal that fits is an INTEGER. */
export function bigint(text: string): string {
  const literal = bare(text)
  return /^-?\d+$/.test(literal) ? `CAST(${literal} AS BIGINT)` : text
}
