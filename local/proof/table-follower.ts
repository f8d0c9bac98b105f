import type { Output, RecordValue } from '../../pipeline'
import type { CommitSummary, DeltaTable } from '../../tables'
import { openTable, readTableFile } from '../tables'

/** What happened to a table since it was last looked at. */
export interface TableNews {
  readonly rows: readonly RecordValue[]
  /** Oldest first. */
  readonly commits: readonly (CommitSummary & { readonly bytes: number })[]
}

/** Reads a Delta table as it grows: its log, and every data file once. */
export class TableFollower {
  rows = 0
  private readonly seen = new Set<string>()
  private lastVersion = -1

  private constructor(
    private readonly directory: string,
    private readonly output: Output,
    private readonly table: DeltaTable,
  ) {}

  static async open(directory: string, output: Output): Promise<TableFollower> {
    return new TableFollower(directory, output, await openTable(directory, output))
  }

  /** Data files so far. */
  get files(): number {
    return this.seen.size
  }

  get version(): number {
    return this.table.version
  }

  async news(): Promise<TableNews> {
    const version = await this.table.refresh()
    if (version === this.lastVersion) return { rows: [], commits: [] }
    const history = await this.table.history(Math.min(1000, version - this.lastVersion))
    const files = this.table.files().filter(file => !this.seen.has(file.key))
    const rows: RecordValue[] = []
    for (const file of files) {
      rows.push(...(await readTableFile(this.directory, this.output, file)))
      this.seen.add(file.key)
    }
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    const added = Math.max(1, files.length)
    const commits = history
      .filter(commit => commit.version > this.lastVersion)
      .map(commit => ({ ...commit, bytes: Math.round((bytes * commit.files) / added) }))
      .reverse()
    this.lastVersion = version
    this.rows += rows.length
    return { rows, commits }
  }
}
