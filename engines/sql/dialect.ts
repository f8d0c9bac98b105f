import type { DataType, Expression, FunctionName, NativeExpression, Reference, Step, Value } from '../../pipeline'
import type { CastName } from '../casts'
import type { Rule } from '../rule'

/** A call whose arguments are written already. */
export interface SqlCall {
  /** Each argument's text; operators are in parentheses, so that a text can stand anywhere. */
  readonly arguments: readonly string[]
  readonly expressions: readonly Expression[]
  /** The result's type. */
  readonly type: DataType
}

export type CallWriter = (call: SqlCall) => string
/** `value` is the argument's text. */
export type CastWriter = (value: string, from: DataType, to: DataType) => string

/**
 * How one engine writes expressions. Inside of generated text a timestamp is a 64-bit integer of epoch milliseconds (so that
 * the same exact arithmetic serves everywhere), an enum is a text, a date is the engine's date; sources and targets convert.
 */
export interface ExpressionDialect {
  readonly functions: Readonly<Record<FunctionName, Rule<CallWriter>>>
  readonly casts: Readonly<Record<CastName, Rule<CastWriter>>>
  /** The engine's name, by which native expressions have its text. */
  readonly engine: string
  /** What stands for native text, which is in parentheses, where not the text itself: languages in which it can throw. */
  native?(text: string, native: NativeExpression): string
  quoteIdentifier(name: string): string
  literal(value: Value, type: DataType): string
  /** The engine's name of a type, as inside of the text. */
  typeName(type: DataType): string
  /** A member of a record. `type` is the member's own where it is the last of its path. */
  member(record: string, name: string, type?: DataType): string
  /** Default: `CASE WHEN … THEN … ELSE … END`. `resultTypes` are the types of the results, `otherwise` last: languages that don't convert to `type` by themselves need them. */
  caseOf?(
    branches: readonly (readonly [condition: string, result: string])[],
    otherwise: string,
    type: DataType,
    resultTypes: readonly DataType[],
  ): string
  /** Whether an expression's text can be a column; default: every one. */
  isColumn?(expression: Expression): boolean
  /** Text that doesn't fail by the law may still stop the query, by an overflow: what is not always evaluated stays where it is. */
  readonly failsLoudly?: true
  /** The most characters that are written several times rather than given a column of their own. */
  readonly mostRepeated?: number
}

/** A dialect of SQL. */
export interface SqlDialect extends ExpressionDialect {
  /** A relation of the reference data's rows that can stand behind FROM or JOIN, without its alias: `(VALUES …)` or a table. */
  referenceRelation(reference: Reference, alias: string): string
  /** What stands behind FROM to give a row for each element of a list: the text after the relation before it. `element` is the new column's name. */
  unnest(list: string, alias: string, element: string): string
  /** The element that `unnest` gives; default: the column `element` of the relation `alias`. */
  unnested?(alias: string, element: string, type: DataType): string
  /** How a lookup is written, where not by a join with `referenceRelation`. `keys` are the texts of `on`, in its order. */
  lookup?(step: LookupStep, keys: readonly string[]): WrittenLookup
}

export type LookupStep = Extract<Step, { readonly step: 'lookup' }>

export interface WrittenLookup {
  /** True for the events that stay; undefined: all of them. */
  readonly where: string | undefined
  /** The text of each field that is taken, by its name. */
  readonly columns: ReadonlyMap<string, string>
}
