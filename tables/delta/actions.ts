/**
 * The actions of a Delta log that a table of reader version 1 and writer version 2 can hold.
 * Source: delta-io/delta PROTOCOL.md, "Actions".
 */
export interface Protocol {
  readonly minReaderVersion: number
  readonly minWriterVersion: number
}

export interface Metadata {
  readonly id: string
  readonly name?: string
  readonly description?: string
  readonly format: { readonly provider: string; readonly options: TextMap }
  /** The table's schema as JSON text. */
  readonly schemaString: string
  readonly partitionColumns: readonly string[]
  readonly configuration: TextMap
  /** Epoch ms. */
  readonly createdTime?: number
}

export interface TextMap {
  readonly [key: string]: string
}

/** A data file of the table. */
export interface AddFile {
  /** Relative to the table's root, encoded as a URI. */
  readonly path: string
  /** By partition column; null is SQL's null. */
  readonly partitionValues: { readonly [column: string]: string | null }
  /** Bytes. */
  readonly size: number
  /** Epoch ms. */
  readonly modificationTime: number
  readonly dataChange: boolean
  /** JSON text: numRecords, minValues, maxValues, nullCount. */
  readonly stats?: string
  readonly tags?: TextMap
}

/** A data file that is no longer part of the table; kept as a tombstone until it expires. */
export interface RemoveFile {
  readonly path: string
  /** Epoch ms. */
  readonly deletionTimestamp?: number
  readonly dataChange: boolean
}

/** How far an application has written. */
export interface Transaction {
  readonly appId: string
  readonly version: number
  /** Epoch ms. */
  readonly lastUpdated?: number
}

/** Provenance; free form, so everything may be missing. */
export interface CommitInfo {
  /** Epoch ms. */
  readonly timestamp?: number
  readonly operation?: string
  readonly operationParameters?: TextMap
  readonly operationMetrics?: TextMap
  readonly isBlindAppend?: boolean
  readonly engineInfo?: string
  /** Unique to the attempt, by which a writer knows its own commit again. */
  readonly txnId?: string
}

/** What one log entry holds. */
export interface Commit {
  readonly info?: CommitInfo
  readonly protocol?: Protocol
  readonly metadata?: Metadata
  readonly transactions: readonly Transaction[]
  readonly adds: readonly AddFile[]
  readonly removes: readonly RemoveFile[]
}
