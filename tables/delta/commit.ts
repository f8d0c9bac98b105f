import { TableError } from '../errors'
import type { AddFile, Commit, CommitInfo, Metadata, Protocol, RemoveFile, Transaction } from './actions'
import { isObject, type JsonObject, readAdd, readInfo, readMetadata, readProtocol, readRemove, readTransaction } from './read-actions'

const LOG = '_delta_log/'
const VERSION_DIGITS = 20

/** `_delta_log/00000000000000000007.json`. Source: PROTOCOL.md, "Delta Log Entries". */
export function commitKey(version: number): string {
  return `${LOG}${String(version).padStart(VERSION_DIGITS, '0')}.json`
}

/** `_delta_log/00000000000000000010.checkpoint.parquet`. Source: PROTOCOL.md, "Classic checkpoint". */
export function checkpointKey(version: number): string {
  return `${LOG}${String(version).padStart(VERSION_DIGITS, '0')}.checkpoint.parquet`
}

export const LOG_PREFIX = LOG
export const LAST_CHECKPOINT_KEY = `${LOG}_last_checkpoint`

/** One action a line, provenance first. */
export function encodeCommit(commit: Commit): Uint8Array {
  const lines: object[] = []
  if (commit.info) lines.push({ commitInfo: commit.info })
  if (commit.protocol) lines.push({ protocol: commit.protocol })
  if (commit.metadata) lines.push({ metaData: commit.metadata })
  for (const txn of commit.transactions) lines.push({ txn })
  for (const add of commit.adds) lines.push({ add })
  for (const remove of commit.removes) lines.push({ remove })
  return new TextEncoder().encode(`${lines.map(line => JSON.stringify(line)).join('\n')}\n`)
}

/**
 * Reads a log entry of any writer. Actions and members that are unknown are passed over, as PROTOCOL.md ("Protocol
 * Evolution") demands.
 *
 * @throws TableError where the entry is damaged
 */
export function decodeCommit(version: number, bytes: Uint8Array): Commit {
  const draft = emptyDraft()
  for (const line of new TextDecoder().decode(bytes).split('\n')) {
    if (line.trim() !== '') addAction(draft, parseLine(version, line))
  }
  return draft
}

function parseLine(version: number, line: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(line)
    if (isObject(parsed)) return parsed
  } catch (error) {
    throw new TableError(`log entry ${version} has a line that is not JSON; restore the file ${commitKey(version)}`, { cause: error })
  }
  throw new TableError(`log entry ${version} has a line that is not an object; restore the file ${commitKey(version)}`)
}

/** A commit that is being read. */
export interface CommitDraft extends Commit {
  info?: CommitInfo
  protocol?: Protocol
  metadata?: Metadata
  readonly transactions: Transaction[]
  readonly adds: AddFile[]
  readonly removes: RemoveFile[]
}

export function emptyDraft(): CommitDraft {
  return { transactions: [], adds: [], removes: [] }
}

/** Adds the action of a line, or of a row of a checkpoint, where the members of other kinds are null. */
export function addAction(draft: CommitDraft, action: JsonObject): void {
  const { commitInfo, protocol, metaData, txn, add, remove } = action
  if (isObject(add)) draft.adds.push(readAdd(add))
  if (isObject(remove)) draft.removes.push(readRemove(remove))
  if (isObject(txn)) draft.transactions.push(readTransaction(txn))
  if (isObject(commitInfo)) draft.info = readInfo(commitInfo)
  if (isObject(protocol)) draft.protocol = readProtocol(protocol)
  if (isObject(metaData)) draft.metadata = readMetadata(metaData)
}
