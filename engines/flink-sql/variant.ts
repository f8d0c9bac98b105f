import type { Definition, Output } from '../../pipeline'
import type { Parameter } from '../engine'

/** An output's table, or one that the job adds. */
export interface SinkPlace {
  /** As it stands in paths and topics: letters, digits, `.`, `_` and `-`. */
  readonly place: string
  readonly kind: Output['into']['kind']
  readonly partitionBy: readonly string[]
}

/** Options of a table behind WITH, in order. */
export type TableOptions = readonly (readonly [name: string, value: string])[]

/** What distinguishes the places where Flink SQL runs. */
export interface Variant {
  readonly name: string
  /** `CREATE TEMPORARY VIEW`; Confluent Cloud has no temporary ones. */
  readonly createView: string
  /** SET statements before all others, by key. */
  settings(definition: Definition): TableOptions
  /** Statements before the tables: catalogs. */
  prelude(definition: Definition): readonly string[]
  /** Metadata columns: partition and offset by which first and last order. Null: there are none. */
  readonly metadata: { readonly partition: string; readonly offset: string } | null
  /** The column of the arrival time, by which events are ahead. Null: there is none. */
  readonly arrival: string | null
  /** Options of the source's table; null: it comes from a topic and is altered. */
  source(definition: Definition): TableOptions | null
  /** Null: the service chooses them by the topic. */
  sink(place: SinkPlace): TableOptions | null
  /** Tables hold the engine's timestamps instead of epoch ms in JSON. */
  readonly typedTables: boolean
  /** The manifest's options of the JVM can be set. */
  readonly hasJvmOptions: boolean
  parameters(definition: Definition): readonly Parameter[]
  /** Jars that the job needs beside Flink itself, by Maven coordinates. */
  connectors(definition: Definition): readonly string[]
}
