import { randomUUID } from 'node:crypto'
import type { Definition, Output, RecordValue } from '../../../pipeline'
import { DeltaTable, type ObjectStore } from '../../../tables'
import type { BucketClient } from '../clients/bucket'
import { PREFIX, padded } from '../names'
import { BucketObjectStore } from '../object-store'

/** The application whose version in a table's log is the number of the last plan that wrote to it. */
const APPLICATION = 'streambed'
/** Times that another writer of the table may be first. */
const ATTEMPTS = 20

/** What publications need of a definition. */
export interface PublishedTables extends Pick<Definition, 'name'> {
  readonly outputs: readonly PublishedTable[]
}

type PublishedTable = Pick<Output, 'name' | 'columns' | 'into'>

/** The Delta tables of a definition's outputs in the lake bucket. */
export class LakeTables {
  private readonly tables = new Map<string, Promise<DeltaTable>>()

  constructor(
    private readonly definition: PublishedTables,
    private readonly bucket: BucketClient,
    private readonly now: () => number,
  ) {}

  /** Appends a plan's rows, once however often it is called. The names of data files say the plan, so that a repeated attempt writes the same files. */
  async append(name: string, plan: number, rows: readonly RecordValue[]): Promise<void> {
    const table = await this.open(name)
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const stored = await table.transactionVersion(APPLICATION)
      if (stored !== undefined && stored >= plan) return
      const files = await table.stage(rows, padded(plan, 12))
      const result = await table.publish(files, { application: { id: APPLICATION, version: plan, expectedVersion: stored ?? null } })
      if (result.status !== 'conflict') return
    }
    throw new Error(`table '${name}': another publisher was first ${ATTEMPTS} times; one pipeline must have one publisher`)
  }

  private open(name: string): Promise<DeltaTable> {
    const known = this.tables.get(name)
    if (known !== undefined) return known
    const opened = openTable(this.bucket, outputOf(this.definition, name), this.now)
    this.tables.set(name, opened)
    opened.catch(() => this.tables.delete(name))
    return opened
  }
}

/** Opens (and makes, where there is none) the Delta table of an output. */
export function openTable(bucket: BucketClient, output: PublishedTable, now: () => number): Promise<DeltaTable> {
  const partitionBy = output.into.kind === 'table' ? output.into.partitionBy : []
  const store = new RepeatableFiles(new BucketObjectStore(bucket, `${PREFIX.tables}${output.name}/`))
  return DeltaTable.open(store, { fields: output.columns, partitionBy, now, newId: randomUUID })
}

function outputOf(definition: PublishedTables, name: string): PublishedTable {
  const output = definition.outputs.find(candidate => candidate.name === name)
  if (output !== undefined) return output
  throw new Error(
    `rows wait for output '${name}', which the definition no longer has (it has ${definition.outputs.map(known => `'${known.name}'`).join(', ')}); ` +
      'run the publisher of the earlier definition until nothing waits, then this one',
  )
}

/** Data files may be there from an earlier attempt: they are written again, since only the log makes them part of the table. */
class RepeatableFiles implements ObjectStore {
  constructor(private readonly store: ObjectStore) {}

  readonly get = (key: string) => this.store.get(key)
  readonly put = (key: string, bytes: Uint8Array) => this.store.put(key, bytes)
  readonly list = (prefix: string, after?: string) => this.store.list(prefix, after)
  readonly delete = (key: string) => this.store.delete(key)

  async create(key: string, bytes: Uint8Array): Promise<boolean> {
    if (key.startsWith('_delta_log/')) return this.store.create(key, bytes)
    await this.store.put(key, bytes)
    return true
  }
}
