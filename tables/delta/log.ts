import { TableError } from '../errors'
import type { ObjectStore } from '../object-store'
import type { Commit } from './actions'
import { readCheckpoint, readLastCheckpoint, writeCheckpoint } from './checkpoint'
import { commitKey, decodeCommit, encodeCommit, LOG_PREFIX } from './commit'
import { LogState } from './log-state'
import { type CommitSummary, summaryOf } from './summary'

/** Each lost race means that another writer committed, so only a store that is wrong can lose this many. */
const MAX_ATTEMPTS = 10_000

export interface CommitOutcome {
  readonly version: number
  /** Log entries that were tried; 1 where nobody else wrote meanwhile. */
  readonly attempts: number
  /** The commit is durable, but its checkpoint could not be written. The next one heals it. */
  readonly checkpointError?: unknown
}

/** A table's log: its state, and commits by create-if-absent, which is what makes them atomic. */
export class DeltaLog {
  private constructor(
    private readonly store: ObjectStore,
    private readonly checkpointInterval: number,
    private current: LogState,
  ) {}

  /** Starts at the newest checkpoint that can be found, else at the first entry. Version -1: there is no table. */
  static async load(store: ObjectStore, checkpointInterval: number): Promise<DeltaLog> {
    const log = new DeltaLog(store, checkpointInterval, await startingState(store))
    await log.readOn()
    return log
  }

  get state(): LogState {
    return this.current
  }

  /**
   * Reads what others committed. A checkpoint beyond the entries that can be read means that entries were cleaned up
   * while this writer slept; without starting again from it, the next commit would take a number of the past.
   */
  async refresh(): Promise<void> {
    await this.readOn()
    const checkpoint = await readLastCheckpoint(this.store)
    if (checkpoint === undefined || checkpoint <= this.current.version) return
    const state = await readCheckpoint(this.store, checkpoint)
    if (state === undefined)
      throw new TableError(`log entry ${this.current.version + 1} and checkpoint ${checkpoint} are missing; restore the log`)
    this.current = state
    await this.readOn()
  }

  /**
   * Commits what `build` makes of the newest state; after a lost race reads the winner's entry and builds again.
   *
   * @param build gives undefined to commit nothing
   */
  async commit(nowMs: number, attemptId: string, build: (state: LogState) => Commit | undefined): Promise<CommitOutcome | undefined> {
    await this.refresh()
    for (let attempts = 1; attempts <= MAX_ATTEMPTS; attempts++) {
      const built = build(this.current)
      if (built === undefined) return undefined
      const version = this.current.version + 1
      const commit: Commit = { ...built, info: { ...built.info, timestamp: nowMs, engineInfo: 'streambed', txnId: attemptId } }
      const created = await this.store.create(commitKey(version), encodeCommit(commit))
      if (created) this.current.apply(version, commit)
      if (created || (await this.wroteIt(version, attemptId))) return { version, attempts, ...(await this.checkpoint(version, nowMs)) }
      await this.readOn()
    }
    throw new TableError(`${MAX_ATTEMPTS} commits in a row were lost to other writers; check the store's create-if-absent`)
  }

  /** The newest versions first. */
  async history(limit: number): Promise<readonly CommitSummary[]> {
    const summaries: CommitSummary[] = []
    for (let version = this.current.version; version >= 0 && summaries.length < limit; version--) {
      const summary = this.current.summaries.get(version) ?? (await this.readSummary(version))
      if (summary === undefined) break // cleaned up, and so are all entries before it
      this.current.summaries.set(version, summary)
      summaries.push(summary)
    }
    return summaries
  }

  private async readSummary(version: number): Promise<CommitSummary | undefined> {
    const bytes = await this.store.get(commitKey(version))
    return bytes && summaryOf(version, decodeCommit(version, bytes))
  }

  private async readOn(): Promise<void> {
    while (await this.readNext());
  }

  private async readNext(): Promise<Commit | undefined> {
    const version = this.current.version + 1
    const bytes = await this.store.get(commitKey(version))
    if (bytes === undefined) return undefined
    const commit = decodeCommit(version, bytes)
    this.current.apply(version, commit)
    return commit
  }

  /** A store that repeats requests may say "exists" about the entry that this very call wrote. */
  private async wroteIt(version: number, attemptId: string): Promise<boolean> {
    const winner = await this.readNext()
    if (winner === undefined) throw new TableError(`the store says that log entry ${version} exists but does not give it; check the store`)
    return winner.info?.txnId === attemptId
  }

  private async checkpoint(version: number, nowMs: number): Promise<{ checkpointError?: unknown }> {
    if (version === 0 || version % this.checkpointInterval !== 0) return {}
    try {
      await writeCheckpoint(this.store, this.current, nowMs)
      return {}
    } catch (checkpointError) {
      return { checkpointError }
    }
  }
}

async function startingState(store: ObjectStore): Promise<LogState> {
  const last = await readLastCheckpoint(store)
  const state = last === undefined ? undefined : await readCheckpoint(store, last)
  if (state !== undefined) return state
  const keys = await store.list(LOG_PREFIX)
  const newest = keys.filter(key => /^_delta_log\/\d{20}\.checkpoint\.parquet$/.test(key)).at(-1)
  if (newest !== undefined)
    return (await readCheckpoint(store, Number(newest.slice(LOG_PREFIX.length, LOG_PREFIX.length + 20)))) ?? new LogState()
  const first = keys.find(key => /^_delta_log\/\d{20}\.json$/.test(key))
  if (first === undefined || first === commitKey(0)) return new LogState()
  throw new TableError(`the delta log begins at ${first} and has no checkpoint; restore the entries before it`)
}
