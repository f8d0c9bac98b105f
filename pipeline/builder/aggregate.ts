import { aggregateResult } from '../columns'
import type { Aggregate, DataType, Expression, Field, NamedAggregate } from '../definition'
import type { AnyExpression, Row, SlotOf, TypedExpression } from '../expression'
import { fieldExpression, isExpression, nodeOf, rowOf } from '../expression'
import type {
  DecimalType,
  DoubleType,
  Int64Type,
  KeyType,
  ListType,
  NamesOf,
  NumericType,
  OrderableType,
  RecordType,
  ScalarType,
  Shape,
  Slot,
} from '../schema'

declare const OVER: unique symbol
declare const RESULT: unique symbol

/** An aggregate over events of shape `S` that gives `R`. */
export interface Aggregated<S extends Shape, R extends Slot = Slot> {
  /** The core form, over events with these fields. */
  readonly over: (fields: readonly Field[]) => Aggregate
  readonly [OVER]?: (event: S) => void
  readonly [RESULT]?: R
}

/** What an aggregate of each name gives. */
export type ResultsOf<A> = { readonly [K in keyof A]: A[K] extends { readonly [RESULT]?: infer R } ? Extract<R, Slot> : never }

type Of<S extends Shape, T extends DataType> = (event: Row<S>) => TypedExpression<T>
type InputSlot<S extends Shape, I> = I extends keyof S ? S[I] : I extends (event: never) => infer X ? SlotOf<X> : Slot
type NullnessOfInput<S extends Shape, I> = InputSlot<S, I>['nullness']
type Int64 = Slot<Int64Type, 'required'>
type SumType<T> = T extends DecimalType ? DecimalType : T extends DoubleType ? DoubleType : Int64Type

/** How many events; with an input, how many where it is not null. */
export function count(): Aggregated<Shape, Int64>
export function count<S extends Shape, const I extends (keyof S & string) | Of<S, DataType>>(input: I): Aggregated<S, Int64>
export function count(input?: Input): Aggregated<Shape> {
  return aggregated(fields => ({ aggregate: 'count', input: input === undefined ? null : inputOf(input, fields) }))
}

/** int64 gives int64 (outside its range is an error, not a wrap), double double, decimal(p, s) decimal(38, s). */
export function sum<S extends Shape, const I extends NamesOf<S, NumericType> | Of<S, NumericType>>(
  input: I,
): Aggregated<S, Slot<SumType<InputSlot<S, I>['type']>, NullnessOfInput<S, I>>> {
  return aggregated(fields => ({ aggregate: 'sum', input: inputOf(input, fields) }))
}

/** The mean, a double. */
export function avg<S extends Shape, const I extends NamesOf<S, NumericType> | Of<S, NumericType>>(
  input: I,
): Aggregated<S, Slot<DoubleType, NullnessOfInput<S, I>>> {
  return aggregated(fields => ({ aggregate: 'avg', input: inputOf(input, fields) }))
}

/** The least number, time or text (by code points). */
export function min<S extends Shape, const I extends NamesOf<S, OrderableType> | Of<S, OrderableType>>(
  input: I,
): Aggregated<S, InputSlot<S, I>> {
  return aggregated(fields => ({ aggregate: 'min', input: inputOf(input, fields) }))
}

/** The greatest number, time or text (by code points). */
export function max<S extends Shape, const I extends NamesOf<S, OrderableType> | Of<S, OrderableType>>(
  input: I,
): Aggregated<S, InputSlot<S, I>> {
  return aggregated(fields => ({ aggregate: 'max', input: inputOf(input, fields) }))
}

/** How many different values, exactly. */
export function countDistinct<S extends Shape, const I extends NamesOf<S, ScalarType> | Of<S, ScalarType>>(input: I): Aggregated<S, Int64> {
  return aggregated(fields => ({ aggregate: 'countDistinct', input: inputOf(input, fields) }))
}

/** About how many different values, by HyperLogLog, as a double that is not rounded; null without any: standard error 1.04 / sqrt(2^precision), precision 4 to 18, default 12 (1.6 %). */
export function approxCountDistinct<S extends Shape, const I extends NamesOf<S, ScalarType> | Of<S, ScalarType>>(
  input: I,
  options: { readonly precision?: number } = {},
): Aggregated<S, Slot<DoubleType, NullnessOfInput<S, I>>> {
  return aggregated(fields => ({ aggregate: 'approxCountDistinct', input: inputOf(input, fields), precision: options.precision ?? 12 }))
}

/** The value below which a fraction (0 to 1) of the inputs lies, by a KLL sketch; `accuracy` is its k (8 to 4096, default 200). */
export function quantile<S extends Shape, const I extends NamesOf<S, NumericType> | Of<S, NumericType>>(
  input: I,
  fraction: number,
  options: { readonly accuracy?: number } = {},
): Aggregated<S, Slot<DoubleType, NullnessOfInput<S, I>>> {
  return aggregated(fields => ({ aggregate: 'quantile', input: inputOf(input, fields), fraction, accuracy: options.accuracy ?? 200 }))
}

/** The column of `topK`. */
export type Top<T extends DataType> = ListType<RecordType<{ readonly value: Slot<T, 'required'>; readonly count: Int64 }>, 'required'>

/**
 * The `limit` (1 to 1000) most frequent values with their counts, most frequent first, by Space-Saving with `capacity` counters (default 10 times
 * the limit, at least 100): exact while there are no more different values than that.
 */
export function topK<S extends Shape, const I extends NamesOf<S, KeyType> | Of<S, KeyType>>(
  input: I,
  limit: number,
  options: { readonly capacity?: number } = {},
): Aggregated<S, Slot<Top<InputSlot<S, I>['type']>, 'required'>> {
  const capacity = options.capacity ?? Math.max(100, 10 * limit)
  return aggregated(fields => ({ aggregate: 'topK', input: inputOf(input, fields), limit, capacity }))
}

interface NullOptions {
  /** Nulls count as values. @default false */
  readonly keepNulls?: boolean
}

/** The value of the first event by (time, partition, position). */
export function first<S extends Shape, const I extends (keyof S & string) | Of<S, DataType>>(
  input: I,
  options: NullOptions = {},
): Aggregated<S, InputSlot<S, I>> {
  return aggregated(fields => ({ aggregate: 'first', input: inputOf(input, fields), keepNulls: options.keepNulls ?? false }))
}

/** The value of the last event by (time, partition, position). */
export function last<S extends Shape, const I extends (keyof S & string) | Of<S, DataType>>(
  input: I,
  options: NullOptions = {},
): Aggregated<S, InputSlot<S, I>> {
  return aggregated(fields => ({ aggregate: 'last', input: inputOf(input, fields), keepNulls: options.keepNulls ?? false }))
}

type Input = string | ((event: never) => AnyExpression)

function aggregated<S extends Shape, R extends Slot>(over: (fields: readonly Field[]) => Aggregate): Aggregated<S, R> {
  return Object.freeze({ over: (fields: readonly Field[]) => Object.freeze(over(fields)) })
}

function inputOf(input: unknown, fields: readonly Field[]): Expression {
  if (isExpression(input)) return nodeOf(input)
  return typeof input === 'function' ? nodeOf(input(rowOf(fields))) : fieldExpression(fields, [String(input)])
}

/** The core form of named aggregates. */
export function namedAggregates(
  aggregates: Readonly<Record<string, Aggregated<never>>>,
  fields: readonly Field[],
): readonly NamedAggregate[] {
  return Object.entries(aggregates).map(([name, { over }]) => namedAggregate(name, over(fields)))
}

export function namedAggregate(name: string, aggregate: Aggregate): NamedAggregate {
  return Object.freeze({ name, aggregate, ...aggregateResult(aggregate) })
}
