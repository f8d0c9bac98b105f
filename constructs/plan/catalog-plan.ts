import type { LogGroupPlan, Removal, RolePlan } from './plan'
import type { ChildName, Reference, Text } from './references'

/** Glue and Athena. */
export interface CatalogPlan {
  readonly database: {
    readonly child: ChildName
    readonly databaseName: string
    readonly description: string
    readonly location: Text
    /** Where it goes its tables go with it: it stays with one that can't be made again from its files. */
    readonly removal: Removal
  }
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

/** A Firehose that copies the stream's records to the lake, at least once each. */
export type ArchivePlan = ObjectArchivePlan | IcebergArchivePlan

interface DeliveryPlan {
  readonly child: ChildName
  readonly stream: Reference
  readonly bucket: Reference
  /** Of what could not be delivered; with `!{timestamp:…}` in it. */
  readonly errorPrefix: string
  readonly bufferSeconds: number
  readonly bufferMb: number
  /** Of objects. */
  readonly compression: 'GZIP'
  readonly key: Reference
  readonly execution: RolePlan
  readonly logs: LogGroupPlan
  readonly logStreamName: string
  /** Child that is the log stream. */
  readonly logStream: ChildName
}

/** Records as they came. */
export interface ObjectArchivePlan extends DeliveryPlan {
  readonly form: 'objects'
  /** With `!{timestamp:…}` in it. */
  readonly prefix: string
  /** A line end behind each record. */
  readonly appendDelimiter: boolean
}

/** Rows of an Iceberg table, which are only appended: a record of JSON each. */
export interface IcebergArchivePlan extends DeliveryPlan {
  readonly form: 'iceberg'
  /** ARN of Glue's catalog. */
  readonly catalog: Text
  readonly database: Reference
  readonly table: IcebergTablePlan
  readonly query: NamedQueryPlan & { readonly workgroup: Reference }
  /** How long a commit is tried before its rows count as undeliverable. */
  readonly retrySeconds: number
}

/** An Iceberg table that Glue makes, empty, and whose writers alone change it from then on: other columns are another table, of another name. */
export interface IcebergTablePlan {
  readonly child: ChildName
  readonly tableName: string
  readonly description: string
  readonly columns: readonly CatalogColumn[]
  readonly location: Text
  readonly removal: Removal
}
