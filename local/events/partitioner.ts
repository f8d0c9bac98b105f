import type { Source } from '../../pipeline'
import { createDecoder, DEAD, type DecodedColumn, type Decoder, type RecordBatch } from '../../runtime'
import { validUtf8 } from './valid-utf8'

const offsetBasis = 0x811c9dc5
const prime = 0x01000193

/**
 * Says for each record to which partition a producer would have sent it: by the hash (FNV-1a) of its partition key. Records without one (damaged ones,
 * null keys, sources that declare none) are spread by the hash of their bytes.
 */
export class Partitioner {
  private readonly decoder: Decoder
  private readonly hasKey: boolean

  constructor(
    source: Source,
    private readonly partitions: number,
  ) {
    this.hasKey = source.partitionKey !== null
    this.decoder = createDecoder(source, source.partitionKey === null ? [] : [source.partitionKey], { validUtf8 })
  }

  /** Calls back for each record of the batch in order; the time is NaN for a damaged record. */
  assign(records: RecordBatch, take: (index: number, partition: number, time: number) => void): void {
    for (let from = 0; from < records.length; ) {
      const decoded = this.decoder.decode(records, from)
      const { batch } = this.decoder
      for (let entry = 0; entry < decoded; entry++) {
        const index = from + entry
        const dead = batch.status[entry] === DEAD
        const hash =
          (dead || !this.hasKey ? undefined : hashOf(batch.columns[0], entry)) ??
          hashBytes(records.bytes, records.starts[index], records.ends[index])
        take(index, hash % this.partitions, dead ? Number.NaN : batch.times[entry])
      }
      from += decoded
    }
  }
}

function hashOf(column: DecodedColumn, entry: number): number | undefined {
  if (column.kind === 'text')
    return column.starts[entry] < 0 ? undefined : hashBytes(column.bytes, column.starts[entry], column.ends[entry])
  if (column.kind === 'value' || column.nulls[entry] === 1) return undefined
  const text = new TextEncoder().encode(String(column.wide.get(entry) ?? column.values[entry]))
  return hashBytes(text, 0, text.length)
}

function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = offsetBasis
  for (let offset = start; offset < end; offset++) hash = Math.imul(hash ^ bytes[offset], prime)
  return (hash ^ (hash >>> 15)) >>> 0
}
