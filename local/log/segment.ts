/** Records in a segment; the name of its file is the position of its first record. */
export const recordsPerSegment = 8192

/** Each record is its length (four bytes, little endian) and its bytes. */
export const frameHeaderBytes = 4

export function segmentName(firstPosition: number): string {
  return `${String(firstPosition).padStart(16, '0')}.log`
}

export function partitionDirectory(log: string, partition: number): string {
  return `${log}/partition-${partition}`
}

/** Written beside the segments when no more records follow: the number of records of the partition. */
export const endFileName = 'end'
