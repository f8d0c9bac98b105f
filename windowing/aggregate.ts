/** How the values of an aggregate's input are represented (see `ValueColumn`). */
export type InputKind = 'integer' | 'double' | 'object'

/**
 * An aggregate as the core sees it: `column` is an index into `WindowInput.columns`; −1: none, which only `count` allows.
 * `integer`: int64, decimal (unscaled), timestamp, date, boolean as 0/1. `double`: finite doubles. `object`: strings and
 * everything else. `min`, `max` on objects take strings in code point order. The caller scales `avg` of decimals by `divisor`.
 */
export type AggregateSpecification =
  | { readonly aggregate: 'count'; readonly column: number; readonly input: InputKind }
  /** Integers must fit into int64, or, for decimals, into `digits` decimal digits. */
  | { readonly aggregate: 'sum'; readonly column: number; readonly input: InputKind; readonly digits?: number }
  | { readonly aggregate: 'min' | 'max' | 'countDistinct'; readonly column: number; readonly input: InputKind }
  | { readonly aggregate: 'avg'; readonly column: number; readonly input: InputKind; readonly divisor: number }
  | { readonly aggregate: 'approxCountDistinct'; readonly column: number; readonly input: InputKind; readonly precision: number }
  | {
      readonly aggregate: 'quantile'
      readonly column: number
      readonly input: InputKind
      readonly fraction: number
      readonly accuracy: number
    }
  | { readonly aggregate: 'topK'; readonly column: number; readonly input: InputKind; readonly limit: number; readonly capacity: number }
  | { readonly aggregate: 'first' | 'last'; readonly column: number; readonly input: InputKind; readonly keepNulls: boolean }

/** A finished value. Integers are numbers where safe, else bigints; `topK` gives `{value, count}` objects. */
export type AggregateValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly AggregateValue[]
  | { readonly [name: string]: AggregateValue }
