/**
 * The core forms of a definition: what `normalize()` gives, what every compiler and the runtime read, and what the
 * stable text form holds. Plain frozen data, without methods or class instances; `NativeExpression.evaluate` is the only function.
 */
import type { WindowSpecification } from '../windowing'

/** How a timestamp is written on the wire. `sql` is `YYYY-MM-DD hh:mm:ss[.fraction]`, read as UTC. */
export type TimestampWire = 'iso8601' | 'sql' | 'epoch-s' | 'epoch-ms' | 'epoch-us' | 'epoch-ns'

/**
 * The type of a field or an expression. Values in memory (see `Value`):
 * - `int64`: a `number` where it is a safe integer, else a `bigint` (one representation for each value)
 * - `decimal`: its unscaled integer, represented like `int64`; precision 1 to 38, scale 0 to precision
 * - `timestamp`: integer epoch milliseconds, UTC; `date`: integer days since 1970-01-01
 * - `enum`: the string; `record`: an object without prototype; `list`: an array; `bytes`: Uint8Array
 */
export type DataType =
  | { readonly kind: 'string' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'int64' }
  | { readonly kind: 'double' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'timestamp'; readonly wire: TimestampWire }
  | { readonly kind: 'date' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly element: DataType; readonly elementOptional: boolean }
  | { readonly kind: 'record'; readonly fields: readonly Field[] }

export type DataKind = DataType['kind']

/** A field of an event or record. An optional field may be null or missing on the wire; both read as null. */
export interface Field {
  readonly name: string
  /** The member's name on the wire; equal to `name` unless the schema says otherwise. */
  readonly wireName: string
  readonly type: DataType
  readonly optional: boolean
}

/** A value in memory; `DataType` says how each type is represented. Null is SQL's null. */
export type Value = null | boolean | number | bigint | string | Uint8Array | readonly Value[] | RecordValue
export interface RecordValue {
  readonly [field: string]: Value
}

/**
 * Every function of the expression language. Null in, null out, except where said. Integers: `add`, `subtract`, `multiply`, `negate`, `absolute`
 * overflow outside int64 is an error (the event becomes a dead letter `expression-error`). `divide` gives a double for
 * int64 and double inputs (a decimal for decimals is not offered: cast first); `integerDivide` and `modulo` truncate toward zero
 * (sign of the dividend), as SQL engines do. Division by zero is an error, as is a double that is not finite.
 * `and`, `or`, `not` follow SQL's three-valued logic; `coalesce`, `isNull` accept nulls.
 */
export type FunctionName =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'integerDivide'
  | 'modulo'
  | 'negate'
  | 'absolute'
  | 'round'
  | 'floor'
  | 'ceiling'
  | 'equal'
  | 'notEqual'
  | 'less'
  | 'lessOrEqual'
  | 'greater'
  | 'greaterOrEqual'
  | 'in'
  | 'and'
  | 'or'
  | 'not'
  | 'isNull'
  | 'coalesce'
  | 'lower'
  | 'upper'
  | 'trim'
  | 'length'
  | 'concat'
  | 'substring'
  | 'startsWith'
  | 'endsWith'
  | 'contains'
  | 'replace'
  | 'split'
  | 'splitPart'
  | 'listContains'
  | 'listSize'
  | 'listElement'
  | 'truncateTime'
  | 'extractTime'
  | 'addTime'
  | 'timeDifference'
  | 'hash'

/** Every node carries its resolved type and whether it may be null. */
export type Expression =
  | { readonly node: 'field'; readonly path: readonly [string, ...string[]]; readonly type: DataType; readonly nullable: boolean }
  | { readonly node: 'literal'; readonly value: Value; readonly type: DataType; readonly nullable: boolean }
  | {
      readonly node: 'call'
      readonly function: FunctionName
      readonly arguments: readonly Expression[]
      readonly type: DataType
      readonly nullable: boolean
    }
  | {
      readonly node: 'case'
      readonly branches: readonly CaseBranch[]
      readonly otherwise: Expression
      readonly type: DataType
      readonly nullable: boolean
    }
  | { readonly node: 'cast'; readonly argument: Expression; readonly type: DataType; readonly nullable: boolean }
  | NativeExpression

/**
 * Text in the languages of engines, which the author of the definition answers for: nothing here knows what it computes. Null inputs give null without
 * evaluating it. `nullable` is true if an input may be null or the result is `optional`; a null that isn't optional is an error.
 */
export interface NativeExpression {
  readonly node: 'native'
  /** What it computes: another meaning needs another name, by which state is known to be of the same computation. */
  readonly name: string
  /** Names are unique. */
  readonly inputs: readonly NamedExpression[]
  /** By the engine's name; `{name}` stands for the input of this name, all else is the engine's. */
  readonly text: Readonly<Record<string, string>>
  readonly type: DataType
  /** Whether it may give null for inputs that are not null. */
  readonly optional: boolean
  readonly nullable: boolean
  /** For our own runtime. The one member that is no data: the stable text form has none, and a definition that was read from it can't be run. */
  readonly evaluate?: NativeFunction
}

/** Inputs by name, none of them null, to the result; values as `DataType` says. Throws where there is none. */
export type NativeFunction = (inputs: RecordValue) => Value

export interface CaseBranch {
  readonly when: Expression
  readonly then: Expression
}

export interface NamedExpression {
  readonly name: string
  readonly expression: Expression
}

/** Sugar is gone: `derive` and `select` are both `project`, whose list of fields is complete. */
export type Step =
  | { readonly step: 'where'; readonly condition: Expression }
  /** The event afterwards has just these fields, in this order. */
  | { readonly step: 'project'; readonly fields: readonly NamedExpression[] }
  /** One event for each element of the list (none for an empty or null list); adds the field `as` to the others. */
  | { readonly step: 'explode'; readonly list: Expression; readonly as: string }
  | {
      readonly step: 'lookup'
      readonly join: 'inner' | 'left'
      readonly reference: Reference
      readonly on: readonly LookupKey[]
      readonly take: readonly string[]
    }

export interface LookupKey {
  readonly expression: Expression
  /** The column of the reference data that must equal the expression. A null matches nothing. */
  readonly column: string
}

/** Reference data; its rows are unique by the columns that lookups join on (validated). */
export interface Reference {
  readonly name: string
  readonly fields: readonly Field[]
  /** Each row's values in the order of `fields`. */
  readonly rows: readonly (readonly Value[])[]
}

/** An aggregate over the events of a window; the law is the table "Values" of the semantics. */
export type Aggregate =
  | { readonly aggregate: 'count'; readonly input: Expression | null }
  | { readonly aggregate: 'sum' | 'avg' | 'min' | 'max' | 'countDistinct'; readonly input: Expression }
  /** HyperLogLog; standard error 1.04 / sqrt(2^precision), precision 4 to 18, default 12. */
  | { readonly aggregate: 'approxCountDistinct'; readonly input: Expression; readonly precision: number }
  /** KLL sketch; `fraction` 0 to 1; `accuracy` is k, default 200. */
  | { readonly aggregate: 'quantile'; readonly input: Expression; readonly fraction: number; readonly accuracy: number }
  /** Space-Saving; result is a list of records {value, count}, most frequent first, ties by value. `capacity` counters are kept. */
  | { readonly aggregate: 'topK'; readonly input: Expression; readonly limit: number; readonly capacity: number }
  /** By (time, partition, position). Nulls are skipped unless `keepNulls`. */
  | { readonly aggregate: 'first' | 'last'; readonly input: Expression; readonly keepNulls: boolean }

export type AggregateName = Aggregate['aggregate']

export interface NamedAggregate {
  readonly name: string
  readonly aggregate: Aggregate
  /** The result's type and nullability. `topK` is a list of records. */
  readonly type: DataType
  readonly nullable: boolean
}

export interface Windowed {
  readonly keys: readonly NamedExpression[]
  readonly window: WindowSpecification
  readonly aggregates: readonly NamedAggregate[]
  /** Over keys, aggregates, `windowStart` and `windowEnd` as fields; rows for which it is not true are dropped. */
  readonly having: Expression | null
}

/** Where an output goes. `partitionBy` names columns; a day is `{column, unit}` and adds a column `<column>_day` etc. */
export interface TableTarget {
  readonly kind: 'table'
  readonly name: string
  readonly partitionBy: readonly TablePartition[]
}
export interface TablePartition {
  readonly column: string
  readonly unit: 'value' | 'hour' | 'day' | 'month'
}
export interface StreamTarget {
  readonly kind: 'stream'
  readonly name: string
}
export type Target = TableTarget | StreamTarget

/** One chain from the source to a target. `windowed` null: the events themselves (a raw archive has no steps). */
export interface Output {
  /** Unique in the definition; the target's name. */
  readonly name: string
  readonly steps: readonly Step[]
  readonly windowed: Windowed | null
  readonly into: Target
  /** Columns of the output's rows. Windowed: windowStart, windowEnd (timestamps), keys, aggregates, in this order. */
  readonly columns: readonly Field[]
}

/**
 * How a record is written: a JSON object; a line of CSV without header; a datum of Avro's binary encoding; the same behind Confluent's header of a
 * zero byte and four of the schema's id, whose schema in the registry is the source's.
 */
export const SOURCE_FORMATS = ['json', 'avro', 'avro-confluent', 'csv'] as const
export type SourceFormat = (typeof SOURCE_FORMATS)[number]

export interface Source {
  readonly name: string
  readonly format: SourceFormat
  readonly fields: readonly Field[]
  /** The field whose type is timestamp and that is the event time. */
  readonly eventTime: string
  /** The field by which producers spread events over partitions; null: unknown or none. */
  readonly partitionKey: string | null
  readonly maxDelayMs: number
  /** Default 300,000; null: unchecked. */
  readonly maxAheadMs: number | null
  /** Null: no ticks. */
  readonly idleTimeoutMs: number | null
  /** A larger record is a dead letter. Default 1,048,576. */
  readonly maxRecordBytes: number
}

export interface Definition {
  readonly formatVersion: 1
  readonly name: string
  readonly source: Source
  /** At least one. */
  readonly outputs: readonly Output[]
}
