import type { LogGroupPlan, RolePlan } from './plan'
import type { ChildName, Reference, Text } from './references'

/** Glue and Athena. */
export interface CatalogPlan {
  readonly database: { readonly child: ChildName; readonly databaseName: string; readonly description: string; readonly location: Text }
  readonly tables: readonly CatalogTablePlan[]
  readonly workgroup: WorkgroupPlan
  readonly queries: readonly NamedQueryPlan[]
}

/** A table of Glue, made with the API: `TableInput` by parts. */
export interface CatalogTablePlan {
  readonly child: ChildName
  readonly tableName: string
  readonly description: string
  readonly tableType: 'EXTERNAL_TABLE'
  /** Delta Lake, whose log says what is in the table; or the same files as plain Parquet. */
  readonly format: 'delta' | 'parquet'
  readonly parameters: Readonly<Record<string, Text>>
  readonly columns: readonly CatalogColumn[]
  /** Empty for Delta: its partition columns are columns. */
  readonly partitionKeys: readonly CatalogColumn[]
  readonly location: Text
  readonly inputFormat: string
  readonly outputFormat: string
  readonly serializationLibrary: string
  readonly serdeParameters: Readonly<Record<string, Text>>
}

export interface CatalogColumn {
  readonly name: string
  /** In Hive's language: `bigint`, `array<string>`. */
  readonly type: string
  readonly comment?: string
}

export interface WorkgroupPlan {
  readonly child: ChildName
  readonly workgroupName: string
  readonly description: string
  readonly resultLocation: Text
  readonly key: Reference
  readonly bytesScannedCutoff: number
  readonly enforce: true
  readonly publishMetrics: true
  readonly engineVersion: 'Athena engine version 3'
  /** Deletes its queries with it. */
  readonly forceDestroy: boolean
}

export interface NamedQueryPlan {
  readonly child: ChildName
  readonly queryName: string
  readonly description: string
  readonly sql: string
}

/** A Firehose that copies the stream's records to the lake as they came: one JSON line each, gzip. */
export interface ArchivePlan {
  readonly child: ChildName
  readonly stream: Reference
  readonly bucket: Reference
  /** With `!{timestamp:…}` in it. */
  readonly prefix: string
  readonly errorPrefix: string
  readonly bufferSeconds: number
  readonly bufferMb: number
  readonly compression: 'GZIP'
  /** A line end behind each record. */
  readonly appendDelimiter: boolean
  readonly key: Reference
  readonly execution: RolePlan
  readonly logs: LogGroupPlan
  readonly logStreamName: string
  /** Child that is the log stream. */
  readonly logStream: ChildName
}
