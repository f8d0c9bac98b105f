import type { RecordValue } from '../../pipeline'
import { TableError } from '../errors'
import type { ObjectStore } from '../object-store'
import { encodeParquet } from '../parquet'
import type { AddFile, Metadata } from './actions'
import { type TableLayout, tableLayout } from './layout'
import { DeltaLog } from './log'
import type { LogState } from './log-state'
import { type PartitionedRows, partitionDirectory, partitionRows } from './partitions'
import { setUpCommit } from './set-up'
import { fileStatistics } from './statistics'
import { type CommitSummary, rowsOf } from './summary'
import type { AppendOptions, AppendResult, ApplicationVersion, DeltaTableOptions, StagedGroup, TableFile } from './table-types'
import { refusalOf, writeCommit } from './write-commit'

/** File writes in flight. */
const CONCURRENT_FILES = 8

/**
 * A Delta Lake table (protocol: reader 1, writer 2) that any number of processes append to at once. The store's
 * atomic create-if-absent is all they share. Methods of one table may be called concurrently.
 *
 * @example
 * const table = await DeltaTable.open(store, { fields, partitionBy, now: () => clock.now(), newId: randomUUID })
 * const stored = await table.transactionVersion('orders-0/daily')
 * await table.append(rowsAfter(stored), { application: { id: 'orders-0/daily', version: 42, expectedVersion: stored ?? null } })
 */
export class DeltaTable {
  private queue: Promise<unknown> = Promise.resolve()
  private checkedMetadata: Metadata | undefined

  private constructor(
    private readonly store: ObjectStore,
    private readonly options: DeltaTableOptions,
    private readonly layout: TableLayout,
    private readonly log: DeltaLog,
  ) {}

  /**
   * Opens the table, makes it (version 0) where there is none, and adds columns that it has not yet.
   *
   * @throws TableError with every reason why the fields do not fit the table, for a protocol that is too new, and for
   * a damaged log
   */
  static async open(store: ObjectStore, options: DeltaTableOptions): Promise<DeltaTable> {
    checkCount('checkpointInterval', options.checkpointInterval)
    checkCount('rowsPerFile', options.rowsPerFile)
    const layout = tableLayout(options.fields, options.partitionBy ?? [])
    const log = await DeltaLog.load(store, options.checkpointInterval ?? 10)
    const table = new DeltaTable(store, options, layout, log)
    await log.commit(options.now(), options.newId(), state => setUpCommit(state, layout, options))
    return table
  }

  /** The newest version that this table has read or written. */
  get version(): number {
    return this.log.state.version
  }

  /** Reads what others committed; gives the version. */
  refresh(): Promise<number> {
    return this.alone(async () => {
      await this.log.refresh()
      return this.version
    })
  }

  /** The application's stored version, freshly read; undefined where it never wrote. */
  transactionVersion(applicationId: string): Promise<number | undefined> {
    return this.alone(async () => {
      await this.log.refresh()
      return this.log.state.transactions.get(applicationId)?.version
    })
  }

  /** The table's files as of `version`. */
  files(): readonly TableFile[] {
    return [...this.log.state.files.values()].map(add => ({
      key: decodeURIComponent(add.path),
      partitionValues: add.partitionValues,
      bytes: add.size,
      rows: rowsOf(add),
      statistics: add.stats,
    }))
  }

  /** The newest versions first; at most `limit`, 1 to 1,000, default 100. Versions that were cleaned up are missing. */
  history(limit = 100): Promise<readonly CommitSummary[]> {
    return this.alone(() => this.log.history(Math.min(Math.max(limit, 1), 1000)))
  }

  /**
   * Appends rows in one commit: all of them or none become visible, and the application's version with them. Without
   * rows only the version moves.
   *
   * @throws TableError for a value that is not of its column's type; then nothing was written
   */
  async append(rows: readonly RecordValue[], { application }: AppendOptions = {}): Promise<AppendResult> {
    const expected = application && this.withExpectation(application)
    const refusal = refusalOf(this.log.state, expected)
    if (refusal?.status === 'skipped') return refusal // saves the files; whether it is a conflict, only a fresh state can say
    const files = await this.stage(rows)
    const result = await this.publish(files, expected && { application: expected })
    if (result.status !== 'committed') await Promise.all(files.map(file => this.store.delete(decodeURIComponent(file.path))))
    return result
  }

  /**
   * Writes rows to files that are not yet part of the table. The result is plain JSON; keep it in an outbox and give it
   * to `publish`. Files that are never published are garbage, but harm nobody.
   *
   * @param fileId instead of a new id in each file's name: for a publisher whose repeated attempts must give the same names
   */
  async stage(rows: readonly RecordValue[], fileId?: string): Promise<readonly AddFile[]> {
    const limit = this.options.rowsPerFile ?? 1_000_000
    const parts: PartitionedRows[] = []
    for (const group of partitionRows(this.layout.partitions, rows)) {
      for (let start = 0; start < group.rows.length; start += limit) parts.push({ ...group, rows: group.rows.slice(start, start + limit) })
    }
    const files: AddFile[] = []
    for (let start = 0; start < parts.length; start += CONCURRENT_FILES) {
      const some = parts.slice(start, start + CONCURRENT_FILES)
      files.push(...(await Promise.all(some.map((part, index) => this.writeFile(part, start + index, fileId)))))
    }
    return files
  }

  /** Makes staged files part of the table in one commit. A file that is in the table already is not added twice. */
  async publish(files: readonly AddFile[], options: AppendOptions = {}): Promise<AppendResult> {
    const [result] = await this.publishAll([{ ...options, files }])
    return result
  }

  /** `publish` for many applications in one commit; each has a result of its own. Their ids must differ. */
  publishAll<const Groups extends readonly StagedGroup[]>(groups: Groups): Promise<{ readonly [Index in keyof Groups]: AppendResult }>
  async publishAll(groups: readonly StagedGroup[]): Promise<readonly AppendResult[]> {
    const expected = groups.map(group => (group.application ? { ...group, application: this.withExpectation(group.application) } : group))
    const ids = expected.flatMap(group => group.application?.id ?? [])
    if (new Set(ids).size < ids.length) throw new TableError('two groups have the same application id; join them into one')
    return this.alone(() => this.commitGroups(expected))
  }

  private async commitGroups(groups: readonly StagedGroup[]): Promise<readonly AppendResult[]> {
    let refusals: readonly (AppendResult | undefined)[] = []
    const outcome = await this.log.commit(this.options.now(), this.options.newId(), state => {
      this.checkStill(state)
      refusals = groups.map(group => refusalOf(state, group.application))
      const accepted = groups.filter((_, index) => refusals[index] === undefined)
      return writeCommit(state, accepted, this.layout, this.options.now())
    })
    return groups.map((group, index) => {
      const committed = { status: 'committed', files: group.files.length, version: this.version, attempts: 0, ...outcome } as const
      return refusals[index] ?? committed
    })
  }

  /** Another writer may have changed the schema since: files that do not fit must not get in. */
  private checkStill(state: LogState): void {
    if (state.metadata === this.checkedMetadata) return
    if (setUpCommit(state, this.layout, this.options) !== undefined)
      throw new TableError('another writer changed the schema, so that columns are missing; open the table again')
    this.checkedMetadata = state.metadata
  }

  private async writeFile(part: PartitionedRows, index: number, fileId?: string): Promise<AddFile> {
    const bytes = encodeParquet(this.layout.fileColumns, part.rows)
    const name = `part-${String(index).padStart(5, '0')}-${fileId ?? this.options.newId()}.snappy.parquet`
    const key = partitionDirectory(part.values) + name
    if (!(await this.store.create(key, bytes)))
      throw new TableError(`data file "${key}" exists already; newId must give a new id at every call`)
    return {
      path: encodeURI(key),
      partitionValues: part.values,
      size: bytes.length,
      modificationTime: this.options.now(),
      dataChange: true,
      stats: fileStatistics(this.layout.fileColumns, part.rows),
    }
  }

  private withExpectation(application: ApplicationVersion): ApplicationVersion {
    if (!Number.isSafeInteger(application.version)) {
      throw new TableError(`application "${application.id}" has version ${application.version}; allowed is an integer up to 2^53`)
    }
    if (application.expectedVersion !== undefined) return application
    return { ...application, expectedVersion: this.log.state.transactions.get(application.id)?.version ?? null }
  }

  /** One task at a time, since each reads and moves the log's state between its steps. */
  private alone<T>(task: () => Promise<T>): Promise<T> {
    const done = this.queue.then(task)
    this.queue = done.catch(() => undefined) // the caller gets the error; the next task does not depend on it
    return done
  }
}

function checkCount(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) return
  throw new TableError(`${name} is ${value}; allowed is an integer of at least 1`)
}
