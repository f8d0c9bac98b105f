import type { JsonScanner } from './scanner'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const UNESCAPED: Readonly<Record<number, number>> = { 34: 34, 92: 92, 47: 47, 98: 8, 102: 12, 110: 10, 114: 13, 116: 9 }

/** The text of a valid string, given between its quotes. */
export function textOf(scanner: JsonScanner, start: number, end: number): string {
  const part = scanner.bytes.subarray(start, end)
  return decoder.decode(part.includes(92) ? unescaped(scanner, start, end) : part)
}

/** The UTF-8 bytes of a valid string, given between its quotes. */
export function unescaped(scanner: JsonScanner, start: number, end: number): Uint8Array {
  const target = new Uint8Array(end - start)
  return target.subarray(0, unescapeInto(scanner, start, end, target, 0))
}

/**
 * Writes the UTF-8 bytes of a valid string, given between its quotes, to `target` at `offset`, and gives the offset
 * behind them. They are never more than the escaped ones.
 */
export function unescapeInto(scanner: JsonScanner, start: number, end: number, target: Uint8Array, offset: number): number {
  const bytes = scanner.bytes
  let read = start
  let write = offset
  while (read < end) {
    const byte = bytes[read]
    if (byte !== 92) {
      target[write++] = byte
      read++
    } else if (bytes[read + 1] !== 117) {
      target[write++] = UNESCAPED[bytes[read + 1]]
      read += 2
    } else {
      const unit = scanner.readHex(read + 2, end)
      const isPair = unit >= 0xd800 && unit <= 0xdbff
      const codePoint = isPair ? ((unit - 0xd800) << 10) + (scanner.readHex(read + 8, end) - 0xdc00) + 0x10000 : unit
      write = writeCodePoint(codePoint, target, write)
      read += isPair ? 12 : 6
    }
  }
  return write
}

function writeCodePoint(codePoint: number, target: Uint8Array, offset: number): number {
  if (codePoint < 0x80) {
    target[offset] = codePoint
    return offset + 1
  }
  const length = codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4
  target[offset] = (length === 2 ? 0xc0 : length === 3 ? 0xe0 : 0xf0) | (codePoint >> (6 * (length - 1)))
  for (let index = 1; index < length; index++) target[offset + index] = 0x80 | ((codePoint >> (6 * (length - 1 - index))) & 0x3f)
  return offset + length
}
