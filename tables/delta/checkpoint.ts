import type { SchemaElement } from 'hyparquet'
import { TableError } from '../errors'
import type { ObjectStore } from '../object-store'
import { readParquet, writeParquet } from '../parquet-file'
import type { TextMap } from './actions'
import { addAction, checkpointKey, emptyDraft, LAST_CHECKPOINT_KEY } from './commit'
import { LogState } from './log-state'
import { isObject } from './read-actions'

/** How long a removed file stays known: the protocol's default of `delta.deletedFileRetentionDuration`, a week. */
const TOMBSTONE_RETENTION_MS = 7 * 86_400_000

/**
 * Writes the state as a classic checkpoint (V1), then moves `_last_checkpoint` to it. A crash between the two is
 * harmless: readers may ignore checkpoints, and overwriting one with the same content is allowed.
 * Source: PROTOCOL.md, "Checkpoints", "Checkpoint Schema" and "Last Checkpoint File".
 */
export async function writeCheckpoint(store: ObjectStore, state: LogState, nowMs: number): Promise<void> {
  const tombstones = [...state.tombstones.values()].filter(remove => nowMs - (remove.deletionTimestamp ?? 0) < TOMBSTONE_RETENTION_MS)
  const rows: CheckpointRow[] = [
    { protocol: state.protocol },
    { metaData: { ...state.metadata, createdTime: long(state.metadata?.createdTime) } },
    ...[...state.transactions.values()].map(txn => ({ txn: { ...txn, version: long(txn.version), lastUpdated: long(txn.lastUpdated) } })),
    ...[...state.files.values()].map(add => ({
      add: {
        ...add,
        partitionValues: entries(add.partitionValues),
        size: long(add.size),
        modificationTime: long(add.modificationTime),
        dataChange: false,
      },
    })),
    ...tombstones.map(remove => ({ remove: { ...remove, deletionTimestamp: long(remove.deletionTimestamp), dataChange: false } })),
  ]
  const columnData = ACTIONS.map(name => ({ name, data: rows.map(row => row[name] ?? null) }))
  const bytes = writeParquet(SCHEMA, columnData)
  await store.put(checkpointKey(state.version), bytes)
  const pointer = await readLastCheckpoint(store)
  if (pointer !== undefined && pointer >= state.version) return
  const last = { version: state.version, size: rows.length, sizeInBytes: bytes.length, numOfAddFiles: state.files.size }
  await store.put(LAST_CHECKPOINT_KEY, new TextEncoder().encode(JSON.stringify(last)))
}

/** The version that `_last_checkpoint` names; undefined where the file is missing or damaged (it is only a hint). */
export async function readLastCheckpoint(store: ObjectStore): Promise<number | undefined> {
  const bytes = await store.get(LAST_CHECKPOINT_KEY)
  if (bytes === undefined) return undefined
  try {
    const pointer: unknown = JSON.parse(new TextDecoder().decode(bytes))
    const version = isObject(pointer) ? pointer['version'] : undefined
    return typeof version === 'number' && Number.isSafeInteger(version) && version >= 0 ? version : undefined
  } catch {
    return undefined
  }
}

/**
 * The state at a checkpoint; undefined where there is none.
 *
 * @throws TableError where the file is not a checkpoint
 */
export async function readCheckpoint(store: ObjectStore, version: number): Promise<LogState | undefined> {
  const bytes = await store.get(checkpointKey(version))
  if (bytes === undefined) return undefined
  const draft = emptyDraft()
  try {
    for (const row of await readParquet(bytes)) addAction(draft, row)
  } catch (error) {
    throw new TableError(`checkpoint ${checkpointKey(version)} cannot be read; delete it if all log entries exist`, { cause: error })
  }
  if (!draft.protocol || !draft.metadata)
    throw new TableError(`checkpoint ${checkpointKey(version)} has no protocol or metadata; delete it`)
  const state = new LogState()
  state.restore(version, draft)
  return state
}

const ACTIONS = ['txn', 'add', 'remove', 'metaData', 'protocol'] as const

type CheckpointRow = { readonly [action in (typeof ACTIONS)[number]]?: unknown }

const SCHEMA: SchemaElement[] = [
  { name: 'root', num_children: ACTIONS.length },
  ...group('txn', text('appId'), int64('version'), int64('lastUpdated')),
  ...group(
    'add',
    text('path'),
    map('partitionValues'),
    int64('size'),
    int64('modificationTime'),
    boolean('dataChange'),
    text('stats'),
    map('tags'),
  ),
  ...group('remove', text('path'), int64('deletionTimestamp'), boolean('dataChange')),
  ...group(
    'metaData',
    text('id'),
    text('name'),
    text('description'),
    group('format', text('provider'), map('options')),
    text('schemaString'),
    textList('partitionColumns'),
    map('configuration'),
    int64('createdTime'),
  ),
  ...group('protocol', int32('minReaderVersion'), int32('minWriterVersion')),
]

function group(name: string, ...children: readonly SchemaElement[][]): SchemaElement[] {
  return [{ name, repetition_type: 'OPTIONAL', num_children: children.length }, ...children.flat()]
}

function text(name: string, repetition: 'OPTIONAL' | 'REQUIRED' = 'OPTIONAL'): SchemaElement[] {
  return [{ name, repetition_type: repetition, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }]
}

function int64(name: string): SchemaElement[] {
  return [{ name, repetition_type: 'OPTIONAL', type: 'INT64' }]
}

function int32(name: string): SchemaElement[] {
  return [{ name, repetition_type: 'OPTIONAL', type: 'INT32' }]
}

function boolean(name: string): SchemaElement[] {
  return [{ name, repetition_type: 'OPTIONAL', type: 'BOOLEAN' }]
}

function map(name: string): SchemaElement[] {
  return [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'MAP', logical_type: { type: 'MAP' } },
    { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
    ...text('key', 'REQUIRED'),
    ...text('value'),
  ]
}

function textList(name: string): SchemaElement[] {
  return [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...text('element'),
  ]
}

function long(value: number | undefined): bigint | null {
  return value === undefined ? null : BigInt(value)
}

/** The writer takes a map as its entries, which is safe for any key. */
function entries(values: TextMap | { readonly [column: string]: string | null }): { key: string; value: string | null }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }))
}
