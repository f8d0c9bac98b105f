import { DeltaTable, type DeltaTableOptions, type ObjectStore } from '../../../tables'
import { field } from '../arbitraries'

/** Clock and ids that are the same at every run: the time rises by a second with each look, ids count. */
export function openTable(store: ObjectStore, options: Partial<DeltaTableOptions> = {}): Promise<DeltaTable> {
  let looks = 0
  let ids = 0
  const writer = String(writers++)
  return DeltaTable.open(store, {
    fields: [field('id', { kind: 'int64' }, false), field('text', { kind: 'string' })],
    now: () => Date.UTC(2026, 0, 1) + 1000 * looks++,
    newId: () => `00000000-0000-4000-8000-${writer.padStart(4, '0')}${String(ids++).padStart(8, '0')}`,
    ...options,
  })
}

let writers = 0

/** Starts the ids of writers anew, for texts that are compared. */
export function resetWriters(): void {
  writers = 0
}

export async function logEntry(store: ObjectStore, version: number): Promise<readonly { [action: string]: unknown }[]> {
  const bytes = await store.get(`_delta_log/${String(version).padStart(20, '0')}.json`)
  const lines = new TextDecoder().decode(bytes).trim().split('\n')
  return lines.map(line => JSON.parse(line))
}

/** The metaData action of a log entry; fails where it has none. */
export async function metadataOf(
  store: ObjectStore,
  version: number,
): Promise<{ readonly id: string; readonly schemaString: string; readonly partitionColumns: readonly string[] }> {
  for (const { metaData } of await logEntry(store, version)) if (metaData) return metaData as Awaited<ReturnType<typeof metadataOf>>
  throw new Error(`log entry ${version} has no metadata`)
}
