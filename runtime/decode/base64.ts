const PADDING = 61
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUES = new Int8Array(256).fill(-1)
for (let index = 0; index < ALPHABET.length; index++) VALUES[ALPHABET.charCodeAt(index)] = index

/** Decodes base64 (RFC 4648, section 4) with its padding; undefined where the text is anything else, unused bits that are set included. */
export function base64Bytes(text: Uint8Array): Uint8Array | undefined {
  const { length } = text
  if (length % 4 !== 0) return undefined
  const padding = length > 0 && text[length - 1] === PADDING ? (text[length - 2] === PADDING ? 2 : 1) : 0
  const result = new Uint8Array((length / 4) * 3 - padding)
  let bits = 0
  let write = 0
  for (let read = 0; read < length; read++) {
    const isPadding = read >= length - padding
    const value = isPadding ? 0 : VALUES[text[read]]
    if (value < 0) return undefined
    bits = (bits << 6) | value
    if (read % 4 !== 3) continue
    const isLast = read === length - 1
    if (isLast && (bits & ((1 << (8 * padding)) - 1)) !== 0) return undefined
    for (let shift = 16; shift >= 0; shift -= 8) if (write < result.length) result[write++] = (bits >> shift) & 0xff
    bits = 0
  }
  return result
}
