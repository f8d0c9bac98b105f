import type { DataType, Expression } from '../definition'
import type { Duration } from '../duration'
import type {
  BooleanType,
  BytesType,
  DateType,
  DecimalType,
  DoubleType,
  EnumType,
  FieldType,
  Int64Type,
  ListType,
  Nullness,
  NumericType,
  OrderableType,
  RecordType,
  Shape,
  Slot,
  StringType,
  TimestampType,
} from '../schema'
import type { CASTS } from './casts'
import type { TimePart, TruncateUnit } from './functions'

/** The key under which an expression carries its core form. */
export const NODE: unique symbol = Symbol('expression')
declare const TYPE: unique symbol
declare const NULLNESS: unique symbol

/** An expression, by the type and nullness of its value. Made by fields of events, `literal`, `when` and the methods of other expressions. */
export interface TypedExpression<T extends DataType = DataType, N extends Nullness = Nullness> {
  readonly [NODE]: Expression
  readonly [TYPE]?: T
  readonly [NULLNESS]?: N
}

export type AnyExpression = TypedExpression
export type NumericExpression = Int64Expression<Nullness> | DoubleExpression<Nullness> | DecimalExpression<Nullness>
export type TextExpression = StringExpression<Nullness> | EnumExpression<string, Nullness>

/** What may stand beside an expression of a type: values, and expressions that compare with it. */
export type Operand<T extends DataType> = T extends NumericType
  ? number | bigint | NumericExpression | (T extends DecimalType ? `${number}` : never)
  : T extends EnumType<infer V>
    ? V | TextExpression
    : T extends StringType
      ? string | TextExpression
      : T extends BooleanType
        ? boolean | BooleanExpression<Nullness>
        : T extends TimestampType
          ? string | number | TimestampExpression<Nullness>
          : T extends DateType
            ? string | DateExpression<Nullness>
            : T extends BytesType
              ? Uint8Array | BytesExpression<Nullness>
              : TypedExpression<T>

/** The nullness of a value or expression. */
export type NullnessOf<O> = O extends TypedExpression<DataType, infer N> ? N : O extends null ? Nullness : 'required'
/** The slot that an expression fills. */
export type SlotOf<X> = X extends TypedExpression<infer T, infer N> ? Slot<T, N> : never

/** The type that a literal or expression has beside an expression of type `T`. */
export type OperandType<O, T extends DataType> =
  O extends TypedExpression<infer U>
    ? U
    : O extends bigint
      ? Int64Type
      : O extends number
        ? T extends DoubleType | DecimalType | TimestampType
          ? T
          : `${O}` extends `${bigint}`
            ? Int64Type
            : DoubleType
        : T extends DecimalType | TimestampType | DateType
          ? T
          : LiteralType<O>
export type LiteralType<O> = O extends string
  ? StringType
  : O extends boolean
    ? BooleanType
    : O extends bigint
      ? Int64Type
      : O extends number
        ? `${O}` extends `${bigint}`
          ? Int64Type
          : DoubleType
        : O extends Uint8Array
          ? BytesType
          : never

type Arithmetic<A extends DataType, B extends DataType> = DoubleType extends A | B
  ? DoubleType
  : DecimalType extends A | B
    ? DecimalType
    : Int64Type
export type CommonType<A extends DataType, B extends DataType> = A['kind'] extends B['kind']
  ? A
  : A extends NumericType
    ? Arithmetic<A, B>
    : StringType

/** Values and expressions in any order: one type for each argument, since one for all would be that of the first. */
type OneOrMore<T> = readonly [T, ...T[]]
type BooleanOf<N extends Nullness, O> = BooleanExpression<N | NullnessOf<O>>
type NumberOf<T extends NumericType, N extends Nullness, O> = ExpressionOf<Arithmetic<T, OperandType<O, T>>, N | NullnessOf<O>>
type CastTarget<T extends DataType> = Extract<DataType, { readonly kind: keyof (typeof CASTS)[T['kind']] }>

interface Common<T extends DataType, N extends Nullness> extends TypedExpression<T, N> {
  isNull(): BooleanExpression<'required'>
  isNotNull(): BooleanExpression<'required'>
  /** This, or the other where this is null. */
  coalesce<const O extends Operand<T>>(other: O): ExpressionOf<CommonType<T, OperandType<O, T>>, N & NullnessOf<O>>
}

interface Scalar<T extends DataType, N extends Nullness> extends Common<T, N> {
  /** Equal; null where one of both is null. */
  eq<const O extends Operand<T>>(other: O): BooleanOf<N, O>
  neq<const O extends Operand<T>>(other: O): BooleanOf<N, O>
  /** Equal to one of them. */
  in<const O extends OneOrMore<Operand<T>>>(...values: O): BooleanOf<N, O[number]>
  /** To another type; what can't be represented is an error. */
  cast<U extends CastTarget<T>>(type: FieldType<U>): ExpressionOf<U, N>
}

interface Ordered<T extends DataType, N extends Nullness> extends Scalar<T, N> {
  lt<const O extends Operand<T>>(other: O): BooleanOf<N, O>
  lte<const O extends Operand<T>>(other: O): BooleanOf<N, O>
  gt<const O extends Operand<T>>(other: O): BooleanOf<N, O>
  gte<const O extends Operand<T>>(other: O): BooleanOf<N, O>
  /** From `low` to `high`, both included. */
  between<const L extends Operand<T>, const H extends Operand<T>>(low: L, high: H): BooleanExpression<N | NullnessOf<L> | NullnessOf<H>>
}

interface Numeric<T extends NumericType, N extends Nullness> extends Ordered<T, N> {
  plus<const O extends Operand<T>>(other: O): NumberOf<T, N, O>
  minus<const O extends Operand<T>>(other: O): NumberOf<T, N, O>
  times<const O extends Operand<T>>(other: O): NumberOf<T, N, O>
  negate(): ExpressionOf<T, N>
  absolute(): ExpressionOf<T, N>
}

type Binary = number | bigint | Int64Expression<Nullness> | DoubleExpression<Nullness>
type Integer = number | bigint | Int64Expression<Nullness>

export interface Int64Expression<N extends Nullness> extends Numeric<Int64Type, N> {
  /** As doubles: 7 divided by 2 is 3.5. By zero it is an error. */
  dividedBy<const O extends Binary>(other: O): DoubleExpression<N | NullnessOf<O>>
  /** Truncated toward zero: −7 by 2 is −3. By zero it is an error. */
  integerDividedBy<const O extends Integer>(other: O): Int64Expression<N | NullnessOf<O>>
  /** With the sign of this: −7 modulo 2 is −1. By zero it is an error. */
  modulo<const O extends Integer>(other: O): Int64Expression<N | NullnessOf<O>>
}
export interface DoubleExpression<N extends Nullness> extends Numeric<DoubleType, N> {
  /** By zero it is an error. */
  dividedBy<const O extends Binary>(other: O): DoubleExpression<N | NullnessOf<O>>
  /** To a whole number, halves away from zero. */
  round(): DoubleExpression<N>
  floor(): DoubleExpression<N>
  ceiling(): DoubleExpression<N>
}
export interface DecimalExpression<N extends Nullness> extends Numeric<DecimalType, N> {
  /** To so many digits after the point (default 0, at most the scale), halves away from zero. */
  round(digits?: number): DecimalExpression<N>
  floor(): DecimalExpression<N>
  ceiling(): DecimalExpression<N>
}

type Text = string | TextExpression

interface TextMethods<T extends DataType, N extends Nullness> extends Ordered<T, N> {
  lower(): StringExpression<N>
  upper(): StringExpression<N>
  /** Without spaces (U+0020) at both ends. */
  trim(): StringExpression<N>
  /** In code points. */
  length(): Int64Expression<N>
  /** One after the other. What begins with a text: `literal('/').concat(event.name)`. */
  concat<const O extends OneOrMore<Text>>(...others: O): StringExpression<N | NullnessOf<O[number]>>
  /** From `start`, counted from 1 in code points, at most `length` of them. */
  substring<const S extends Integer, const L extends Integer = number>(
    start: S,
    length?: L,
  ): StringExpression<N | NullnessOf<S> | NullnessOf<L>>
  startsWith<const O extends Text>(start: O): BooleanOf<N, O>
  endsWith<const O extends Text>(end: O): BooleanOf<N, O>
  contains<const O extends Text>(part: O): BooleanOf<N, O>
  replace<const O extends Text, const R extends Text>(search: O, replacement: R): StringExpression<N | NullnessOf<O> | NullnessOf<R>>
  split<const O extends Text>(separator: O): ListExpression<StringType, 'required', N | NullnessOf<O>>
  /** The part with this number, counted from 1; null beyond the last. */
  splitPart(separator: Text, part: Integer): StringExpression<Nullness>
  /** SHA-256 as 64 lower case hexadecimal digits. */
  hash(): StringExpression<N>
}

export interface StringExpression<N extends Nullness> extends TextMethods<StringType, N> {}
export interface EnumExpression<V extends string, N extends Nullness> extends TextMethods<EnumType<V>, N> {}

type Condition = boolean | BooleanExpression<Nullness>

export interface BooleanExpression<N extends Nullness> extends Scalar<BooleanType, N> {
  and<const O extends OneOrMore<Condition>>(...others: O): BooleanOf<N, O[number]>
  or<const O extends OneOrMore<Condition>>(...others: O): BooleanOf<N, O[number]>
  not(): BooleanExpression<N>
}

export interface TimestampExpression<N extends Nullness> extends Ordered<TimestampType, N> {
  /** The start of the unit, in UTC; weeks start on Monday. */
  truncate(unit: TruncateUnit): TimestampExpression<N>
  /** A part, in UTC; `dayOfWeek` is 1 (Monday) to 7. */
  extract(part: TimePart): Int64Expression<N>
  /** Later by a duration, or by an expression's milliseconds. */
  plus<const O extends Duration | Int64Expression<Nullness>>(duration: O): TimestampExpression<N | NullnessOf<O>>
  minus<const O extends Duration | Int64Expression<Nullness>>(duration: O): TimestampExpression<N | NullnessOf<O>>
  /** Milliseconds from the other to this. */
  since<const O extends Operand<TimestampType>>(other: O): Int64Expression<N | NullnessOf<O>>
}
export interface DateExpression<N extends Nullness> extends Ordered<DateType, N> {
  truncate(unit: Exclude<TruncateUnit, 'second' | 'minute' | 'hour'>): DateExpression<N>
  extract(part: Exclude<TimePart, 'hour' | 'minute' | 'second' | 'millisecond'>): Int64Expression<N>
  plusDays<const O extends Integer>(days: O): DateExpression<N | NullnessOf<O>>
  /** Days from the other to this. */
  since<const O extends Operand<DateType>>(other: O): Int64Expression<N | NullnessOf<O>>
}
export interface BytesExpression<N extends Nullness> extends Scalar<BytesType, N> {
  /** SHA-256 as 64 lower case hexadecimal digits. */
  hash(): StringExpression<N>
}
export interface ListExpression<E extends DataType, EN extends Nullness, N extends Nullness> extends Common<ListType<E, EN>, N> {
  /** Whether an element equals the value. */
  contains<const O extends Operand<E>>(value: O): BooleanOf<N, O>
  size(): Int64Expression<N>
  /** The element with this number, counted from 1; null beyond the last. */
  at(index: Integer): ExpressionOf<E, Nullness>
}
export interface RecordExpression<S extends Shape, N extends Nullness> extends Common<RecordType<S>, N> {
  /** A member; null where the record is. */
  field<K extends keyof S & string>(name: K): ExpressionOf<S[K]['type'], N | S[K]['nullness']>
}

/** The expression of a type: what can be done with it. */
export type ExpressionOf<T extends DataType, N extends Nullness> = T extends StringType
  ? StringExpression<N>
  : T extends BooleanType
    ? BooleanExpression<N>
    : T extends Int64Type
      ? Int64Expression<N>
      : T extends DoubleType
        ? DoubleExpression<N>
        : T extends DecimalType
          ? DecimalExpression<N>
          : T extends BytesType
            ? BytesExpression<N>
            : T extends TimestampType
              ? TimestampExpression<N>
              : T extends DateType
                ? DateExpression<N>
                : T extends EnumType<infer V>
                  ? EnumExpression<V, N>
                  : T extends ListType<infer E, infer EN>
                    ? ListExpression<E, EN, N>
                    : T extends RecordType<infer S>
                      ? RecordExpression<S, N>
                      : never

/** The fields of an event or row, as expressions. */
export type Row<S extends Shape> = { readonly [K in keyof S]: ExpressionOf<S[K]['type'], S[K]['nullness']> }
export type OrderableExpression = TypedExpression<OrderableType>
