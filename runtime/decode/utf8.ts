/** Whether `bytes[start, end)` is well-formed UTF-8. */
export type Utf8Check = (bytes: Uint8Array, start: number, end: number) => boolean

/**
 * Whether the bytes are well-formed UTF-8 (Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above
 * U+10FFFF). Runs of ASCII are taken by words.
 */
export function isValidUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const lastPair = end - 8
  let position = start
  while (position < end) {
    while (position <= lastPair && ((view.getInt32(position, true) | view.getInt32(position + 4, true)) & 0x80808080) === 0) position += 8
    while (position < end && bytes[position] < 0x80) position++
    while (position < end && bytes[position] >= 0x80) {
      const length = sequenceLength(bytes, position, end)
      if (length === 0) return false
      position += length
    }
  }
  return true
}

/** Length of the well-formed sequence of two to four bytes at `position`, else 0. */
function sequenceLength(bytes: Uint8Array, position: number, end: number): number {
  const lead = bytes[position]
  const room = end - position
  if (lead < 0xc2 || lead > 0xf4 || room < 2) return 0
  const second = bytes[position + 1]
  if (lead < 0xe0) return isContinuation(second) ? 2 : 0
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  if (second < lowest || second > highest || room < 3 || !isContinuation(bytes[position + 2])) return 0
  if (lead < 0xf0) return 3
  return room >= 4 && isContinuation(bytes[position + 3]) ? 4 : 0
}

/** Whether a byte is inside a character. */
export function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80
}
