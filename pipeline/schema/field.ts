import type { DataType, Field, TimestampWire } from '../definition'
import type {
  BooleanType,
  BytesType,
  DateType,
  DecimalType,
  DoubleType,
  EnumType,
  Int64Type,
  ListType,
  Nullness,
  RecordType,
  Slot,
  StringType,
  TimestampType,
} from './types'

/** The type of a field, in a schema. Immutable. */
export class FieldType<T extends DataType = DataType, N extends Nullness = Nullness> implements Slot<T, N> {
  constructor(
    readonly type: T,
    readonly nullness: N,
    readonly wireName: string | null = null,
  ) {
    Object.freeze(type)
    Object.freeze(this)
  }

  /** The same, but the member is called so on the wire. Any text, also with spaces or dots. */
  named(wireName: string): FieldType<T, N> {
    return new FieldType(this.type, this.nullness, wireName)
  }
}

/** Fields by name. Names are letters, digits and `_`; `named` says what they are called on the wire if it is something else. */
export type Schema = Readonly<Record<string, FieldType>>
/** What the compiler knows of a schema. */
export type ShapeOf<S extends Schema> = { readonly [K in keyof S]: Slot<S[K]['type'], S[K]['nullness']> }

const required = <T extends DataType>(type: T) => new FieldType(type, 'required')

/** Unicode text without lone surrogates. Compared by code points, as is: no case folding, trimming or normalization. */
export const string = (): FieldType<StringType, 'required'> => required({ kind: 'string' })
export const boolean = (): FieldType<BooleanType, 'required'> => required({ kind: 'boolean' })
/** Integers from −2^63 to 2^63 − 1, exact beyond 2^53. */
export const int64 = (): FieldType<Int64Type, 'required'> => required({ kind: 'int64' })
/** IEEE 754 doubles without NaN and infinities. */
export const double = (): FieldType<DoubleType, 'required'> => required({ kind: 'double' })
/** Exact decimals: `precision` digits (1 to 38), of which `scale` (0 to precision, default 0) are after the point. */
export const decimal = (precision: number, scale = 0): FieldType<DecimalType, 'required'> => required({ kind: 'decimal', precision, scale })
/** Base64 in JSON and CSV. */
export const bytes = (): FieldType<BytesType, 'required'> => required({ kind: 'bytes' })
/** A point in time, kept to the millisecond (truncated toward minus infinity); `wire` says how it is written. Default `iso8601`. */
export const timestamp = (wire: TimestampWire = 'iso8601'): FieldType<TimestampType, 'required'> => required({ kind: 'timestamp', wire })
/** A day without time and zone, written `YYYY-MM-DD`. */
export const date = (): FieldType<DateType, 'required'> => required({ kind: 'date' })
/** One of the given texts; another one makes the record a dead letter. */
export const enumeration = <const V extends string>(...values: readonly V[]): FieldType<EnumType<V>, 'required'> =>
  required({ kind: 'enum', values: Object.freeze([...values]) })
/** A list; its elements may be null where the element type is optional. */
export const list = <T extends DataType, N extends Nullness>(element: FieldType<T, N>): FieldType<ListType<T, N>, 'required'> =>
  required({ kind: 'list', element: element.type, elementOptional: element.nullness === 'nullable' })
/** A record with fields of its own. */
export const record = <const S extends Schema>(schema: S): FieldType<RecordType<ShapeOf<S>>, 'required'> =>
  required({ kind: 'record', fields: fieldsOf(schema) })
/** The field may be null or missing; both read as null. */
export const optional = <T extends DataType>(field: FieldType<T>): FieldType<T, Nullness> =>
  new FieldType(field.type, 'nullable', field.wireName)

/** The core form of a schema. */
export function fieldsOf(schema: Schema): readonly Field[] {
  return Object.freeze(
    Object.entries(schema).map(([name, field]) =>
      Object.freeze({ name, wireName: field.wireName ?? name, type: field.type, optional: field.nullness === 'nullable' }),
    ),
  )
}

/** The fluent form of fields that were only known at run time, such as those of a converted schema. */
export function schemaOf(fields: readonly Field[]): Schema {
  const entries = fields.map(
    field => [field.name, new FieldType(field.type, field.optional ? 'nullable' : 'required', field.wireName)] as const,
  )
  return Object.freeze(Object.fromEntries(entries))
}
