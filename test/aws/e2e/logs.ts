import type { Stream, StreamRecord } from '../mapping'

/** All that a shard ever took. */
export interface ShardLog {
  readonly id: string
  readonly number: number
  readonly parents: readonly string[]
  readonly records: readonly StreamRecord[]
}

/** Parents before their children: they have lower numbers. */
export async function readLogs(stream: Stream): Promise<readonly ShardLog[]> {
  const logs: ShardLog[] = []
  for (const { id, parents } of await stream.shards()) {
    const records: StreamRecord[] = []
    for (;;) {
      const read = await stream.read(id, records.at(-1)?.sequenceNumber ?? null, 10_000)
      records.push(...read.records)
      if (read.records.length === 0) break
    }
    logs.push({ id, number: Number(id.split('-')[1]), parents, records })
  }
  return logs.sort((one, other) => one.number - other.number)
}
