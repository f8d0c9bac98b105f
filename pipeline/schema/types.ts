import type { DataType, Field, TimestampWire } from '../definition'

/**
 * Whether a value may be null: `'required'` alone never is, `Nullness` (both) may be. As sets, a function of two values has the union of theirs,
 * and whatever takes a nullable value takes a required one.
 */
export type Nullness = 'required' | 'nullable'

declare const SHAPE: unique symbol
declare const NULLNESS: unique symbol

// `DataType`, refined so that the compiler sees what lists, records and enums are made of.
export interface StringType {
  readonly kind: 'string'
}
export interface BooleanType {
  readonly kind: 'boolean'
}
export interface Int64Type {
  readonly kind: 'int64'
}
export interface DoubleType {
  readonly kind: 'double'
}
export interface DecimalType {
  readonly kind: 'decimal'
  readonly precision: number
  readonly scale: number
}
export interface BytesType {
  readonly kind: 'bytes'
}
export interface TimestampType {
  readonly kind: 'timestamp'
  readonly wire: TimestampWire
}
export interface DateType {
  readonly kind: 'date'
}
export interface EnumType<V extends string = string> {
  readonly kind: 'enum'
  readonly values: readonly V[]
}
export interface ListType<E extends DataType = DataType, N extends Nullness = Nullness> {
  readonly kind: 'list'
  readonly element: E
  readonly elementOptional: boolean
  readonly [NULLNESS]?: N
}
export interface RecordType<S extends Shape = Shape> {
  readonly kind: 'record'
  readonly fields: readonly Field[]
  readonly [SHAPE]?: S
}

export type NumericType = Int64Type | DoubleType | DecimalType
/** What `min`, `max` and `<` order. */
export type OrderableType = NumericType | StringType | EnumType | TimestampType | DateType
/** What rows can be grouped and looked up by. */
export type KeyType = StringType | EnumType | BooleanType | Int64Type | DecimalType | TimestampType | DateType
/** What `countDistinct` and `approxCountDistinct` tell apart. */
export type ScalarType = KeyType | DoubleType | BytesType

/** The type of one field of an event, as the compiler sees it. */
export interface Slot<T extends DataType = DataType, N extends Nullness = Nullness> {
  readonly type: T
  readonly nullness: N
}
/** The fields of an event, as the compiler sees them. */
export type Shape = Readonly<Record<string, Slot>>

// Of a schema that is known at run time only, every name is possible: validation checks it.

/** Names of the fields whose type is one of `T`. */
export type NamesOf<S extends Shape, T> = string extends keyof S
  ? string
  : { readonly [K in keyof S & string]: S[K]['type'] extends T ? K : never }[keyof S & string]
/** Names of the fields whose type is one of `T` and that are never null. */
export type RequiredNamesOf<S extends Shape, T> = string extends keyof S
  ? string
  : {
      readonly [K in keyof S & string]: S[K] extends Slot<DataType, 'required'> ? (S[K]['type'] extends T ? K : never) : never
    }[keyof S & string]

/** One flat object type, for readable messages. */
export type Flat<T> = { readonly [K in keyof T]: T[K] }
/** The fields of `S`, with those of `A` added or instead. */
export type Merged<S, A> = Flat<Omit<S, keyof A> & A>

export type OrNull<V, N extends Nullness> = 'nullable' extends N ? V | null : V

/** A value in memory (see `DataType` for how each type is represented). */
export type ValueOf<T extends DataType> = T extends { readonly kind: 'string' }
  ? string
  : T extends { readonly kind: 'boolean' }
    ? boolean
    : T extends { readonly kind: 'int64' | 'decimal' }
      ? number | bigint
      : T extends { readonly kind: 'double' | 'timestamp' | 'date' }
        ? number
        : T extends { readonly kind: 'bytes' }
          ? Uint8Array
          : T extends EnumType<infer V>
            ? V
            : T extends ListType<infer E, infer N>
              ? readonly OrNull<ValueOf<E>, N>[]
              : T extends RecordType<infer S>
                ? ValuesOf<S>
                : never

/** The values of an event or row, by name. */
export type ValuesOf<S extends Shape> = { readonly [K in keyof S]: OrNull<ValueOf<S[K]['type']>, S[K]['nullness']> }
