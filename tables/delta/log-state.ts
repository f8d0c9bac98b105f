import { TableError } from '../errors'
import type { AddFile, Commit, Metadata, Protocol, RemoveFile, Transaction } from './actions'
import { type CommitSummary, summaryOf } from './summary'

/** Summaries of the newest commits are kept, so that a history costs no reads. */
const KEPT_SUMMARIES = 1000

/** What a table is at a version: the replay of its log. Source: PROTOCOL.md, "Action Reconciliation". */
export class LogState {
  /** -1: no entry was read yet. */
  version = -1
  protocol: Protocol | undefined
  metadata: Metadata | undefined
  readonly files = new Map<string, AddFile>()
  readonly tombstones = new Map<string, RemoveFile>()
  readonly transactions = new Map<string, Transaction>()
  readonly summaries = new Map<number, CommitSummary>()

  /** Moves to the next version. */
  apply(version: number, commit: Commit): void {
    this.restore(version, commit)
    this.summaries.set(version, summaryOf(version, commit))
    if (this.summaries.size > KEPT_SUMMARIES) this.summaries.delete(version - KEPT_SUMMARIES)
    if (!this.protocol || !this.metadata) {
      throw new TableError(`log entry ${version} leaves the table without protocol or metadata; restore the log from its first entry`)
    }
  }

  /** Takes the actions of a checkpoint, which say nothing about single commits. */
  restore(version: number, commit: Commit): void {
    this.version = version
    this.protocol = commit.protocol ?? this.protocol
    this.metadata = commit.metadata ?? this.metadata
    for (const remove of commit.removes) {
      this.files.delete(remove.path)
      this.tombstones.set(remove.path, remove)
    }
    for (const add of commit.adds) {
      this.tombstones.delete(add.path)
      this.files.set(add.path, add)
    }
    for (const transaction of commit.transactions) this.transactions.set(transaction.appId, transaction)
  }
}
