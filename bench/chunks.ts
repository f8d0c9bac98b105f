import { closeSync, openSync, readSync } from 'node:fs'

const CHUNK_BYTES = 1 << 20
const LONGEST_LINE_BYTES = 1 << 20
/** Scanners may read whole words past the last record. */
const PADDING_BYTES = 64

/** Calls `take` with whole lines of a file, about 1 MiB at a time; the bytes are reused after the call. */
export async function eachChunk(file: string, take: (lines: Buffer) => void | Promise<void>): Promise<void> {
  const buffer = Buffer.alloc(CHUNK_BYTES + LONGEST_LINE_BYTES + PADDING_BYTES)
  const descriptor = openSync(file, 'r')
  let kept = 0
  for (;;) {
    const read = readSync(descriptor, buffer, kept, CHUNK_BYTES, null)
    const filled = kept + read
    const whole = read === 0 ? filled : buffer.lastIndexOf(10, filled - 1) + 1
    if (whole > 0) await take(buffer.subarray(0, whole))
    if (read === 0) break
    buffer.copyWithin(0, whole, filled)
    kept = filled - whole
  }
  closeSync(descriptor)
}
