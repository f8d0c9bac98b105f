const TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let remainder = index
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1
  return remainder
})

/** CRC-32 as in IEEE 802.3 and zip (polynomial 0xEDB88320 reflected); 0 to 2^32 − 1. */
export function crc32(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let remainder = -1
  for (let index = from; index < to; index++) remainder = TABLE[(remainder ^ bytes[index]) & 255] ^ (remainder >>> 8)
  return ~remainder >>> 0
}
