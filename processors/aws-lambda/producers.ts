import type { TableClient } from './clients/table'
import { PIPELINE } from './names'
import { shardNumber } from './records'
import type { Shards } from './shards'

const KEY = { pk: PIPELINE, sk: 'producers' }

/**
 * Stores, before the first partial rows are sent, which shards the merges wait for: those that had no parents then. Later ones come by hand-over. The first one to store
 * them decides. Gives those that are stored.
 */
export async function storeProducers(table: TableClient, shards: Shards): Promise<readonly number[]> {
  const numbers = shards.roots.map(({ id }) => String(shardNumber(id)))
  await table.put({ item: { ...KEY, numbers }, condition: { absent: true } })
  return readProducers(table)
}

/** @throws where none are stored: messages can't be there before. */
export async function readProducers(table: TableClient): Promise<readonly number[]> {
  const numbers = (await table.get(KEY))?.['numbers']
  if (Array.isArray(numbers) && numbers.length > 0) return numbers.map(Number)
  throw new Error(
    "the state table doesn't say which shards send partial rows, but there are some: is it the table of the function that sends them? Give both the same one",
  )
}
