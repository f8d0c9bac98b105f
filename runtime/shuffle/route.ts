/** The merge partition of a key: 32-bit FNV-1a of its bytes, mixed as in MurmurHash3's finalizer, modulo the count. Never changes once released. */
export function mergePartitionOf(bytes: Uint8Array, from: number, to: number, partitions: number): number {
  if (partitions === 1) return 0
  let hash = 0x811c9dc5
  for (let index = from; index < to; index++) hash = Math.imul(hash ^ bytes[index], 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) % partitions
}

/** The name under which a merge partition's checkpoint, rows and dead letters are stored. */
export const mergePartitionName = (output: string, partition: number) => `${output}/merge-${partition}`
