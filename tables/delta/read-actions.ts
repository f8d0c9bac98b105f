import { TableError } from '../errors'
import type { AddFile, CommitInfo, Metadata, Protocol, RemoveFile, TextMap, Transaction } from './actions'

/** JSON of somebody else, or a row of a checkpoint: integers may be bigints there, and missing members null. */
export interface JsonObject {
  readonly [member: string]: unknown
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function readProtocol(json: JsonObject): Protocol {
  const protocol = {
    minReaderVersion: integer('protocol.minReaderVersion', json['minReaderVersion']),
    minWriterVersion: integer('protocol.minWriterVersion', json['minWriterVersion']),
  }
  if (protocol.minReaderVersion > 1 || protocol.minWriterVersion > 2) {
    const got = `reader ${protocol.minReaderVersion}, writer ${protocol.minWriterVersion}`
    throw new TableError(
      `the table needs delta protocol ${got}; supported are reader 1 and writer 1 or 2; use a table without table features`,
    )
  }
  return protocol
}

export function readMetadata(json: JsonObject): Metadata {
  const format = isObject(json['format']) ? json['format'] : {}
  const columns = json['partitionColumns']
  if (!Array.isArray(columns)) throw wrong('metaData.partitionColumns', columns, 'a list')
  return {
    id: text('metaData.id', json['id']),
    ...optional('name', json['name'], text),
    ...optional('description', json['description'], text),
    format: {
      provider: text('metaData.format.provider', format['provider']),
      options: textMap('metaData.format.options', format['options']),
    },
    schemaString: text('metaData.schemaString', json['schemaString']),
    partitionColumns: columns.map(column => text('metaData.partitionColumns', column)),
    configuration: textMap('metaData.configuration', json['configuration']),
    ...optional('createdTime', json['createdTime'], integer),
  }
}

export function readAdd(json: JsonObject): AddFile {
  const values: Record<string, string | null> = Object.create(null)
  if (!isObject(json['partitionValues'])) throw wrong('add.partitionValues', json['partitionValues'], 'an object')
  for (const [column, value] of Object.entries(json['partitionValues'])) {
    values[column] = value === null || value === undefined ? null : text('add.partitionValues', value)
  }
  if (json['deletionVector']) throw new TableError('the table has deletion vectors, which need reader version 3; supported is 1')
  return {
    path: text('add.path', json['path']),
    partitionValues: values,
    size: integer('add.size', json['size']),
    modificationTime: integer('add.modificationTime', json['modificationTime']),
    dataChange: json['dataChange'] !== false,
    ...optional('stats', json['stats'], text),
    ...optional('tags', json['tags'], textMap),
  }
}

export function readRemove(json: JsonObject): RemoveFile {
  return {
    path: text('remove.path', json['path']),
    ...optional('deletionTimestamp', json['deletionTimestamp'], integer),
    dataChange: json['dataChange'] !== false,
  }
}

export function readTransaction(json: JsonObject): Transaction {
  return {
    appId: text('txn.appId', json['appId']),
    version: integer('txn.version', json['version']),
    ...optional('lastUpdated', json['lastUpdated'], integer),
  }
}

/** Provenance is free form: what is not as expected is left out, since nothing depends on it. */
export function readInfo(json: JsonObject): CommitInfo {
  const { timestamp, operation, txnId } = json
  return {
    ...(typeof timestamp === 'number' ? { timestamp } : {}),
    ...(typeof operation === 'string' ? { operation } : {}),
    ...(typeof txnId === 'string' ? { txnId } : {}),
  }
}

type Optional<Name extends string, T> = { readonly [name in Name]?: T }

function optional<Name extends string, T>(name: Name, value: unknown, read: (path: string, value: unknown) => T): Optional<Name, T> {
  if (value === null || value === undefined) return {}
  return { [name]: read(name, value) } as Optional<Name, T>
}

function text(path: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw wrong(path, value, 'a string')
}

function integer(path: string, value: unknown): number {
  const number = typeof value === 'bigint' ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number
  throw wrong(path, value, 'an integer up to 2^53')
}

function textMap(path: string, value: unknown): TextMap {
  const map: Record<string, string> = Object.create(null)
  if (value === null || value === undefined) return map
  if (!isObject(value)) throw wrong(path, value, 'an object')
  for (const [key, entry] of Object.entries(value)) if (entry !== null) map[key] = text(path, entry)
  return map
}

function wrong(path: string, value: unknown, allowed: string): TableError {
  return new TableError(
    `the delta log has ${path} of type ${value === null ? 'null' : typeof value}; allowed is ${allowed}; restore the log`,
  )
}
