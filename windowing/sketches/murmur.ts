/** The first 64 bits of a hash, as two 32-bit integers. Reused by the caller, so that hashing allocates nothing. */
export interface Hash {
  high: number
  low: number
}

// Constants and steps of MurmurHash3_x86_128 (Austin Appleby, public domain, github.com/aappleby/smhasher, MurmurHash3.cpp).
// The variant for 32-bit machines, because `Math.imul` is the widest exact product without bigints.
const C1 = 0x239b961b
const C2 = 0xab0e9789 | 0
const C3 = 0x38b34ae5
const C4 = 0xa1e38b93 | 0

const rotate = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits))

function finalMix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

const scramble1 = (word: number) => Math.imul(rotate(Math.imul(word, C1), 15), C2)
const scramble2 = (word: number) => Math.imul(rotate(Math.imul(word, C2), 16), C3)
const scramble3 = (word: number) => Math.imul(rotate(Math.imul(word, C3), 17), C4)
const scramble4 = (word: number) => Math.imul(rotate(Math.imul(word, C4), 18), C1)

function finish(first: number, second: number, third: number, fourth: number, length: number, hash: Hash): void {
  let h1 = first ^ length
  let h2 = second ^ length
  let h3 = third ^ length
  let h4 = fourth ^ length
  h1 = (h1 + h2 + h3 + h4) | 0
  h2 = finalMix((h2 + h1) | 0)
  h3 = finalMix((h3 + h1) | 0)
  h4 = finalMix((h4 + h1) | 0)
  h1 = (finalMix(h1) + h2 + h3 + h4) | 0
  hash.high = h1
  hash.low = (h2 + h1) | 0
}

/** Up to four bytes from `at`, little endian; bytes at or past `end` are zero. */
function tailWord(bytes: Uint8Array, at: number, end: number): number {
  let word = 0
  for (let index = Math.min(end, at + 4) - 1; index >= at; index--) word = (word << 8) | bytes[index]
  return word
}

const wordAt = (bytes: Uint8Array, at: number) => bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)

/** Hashes `bytes[0, length)`. */
export function hashBytes(bytes: Uint8Array, length: number, seed: number, hash: Hash): void {
  let h1 = seed | 0
  let h2 = h1
  let h3 = h1
  let h4 = h1
  const blocksEnd = length - (length % 16)
  for (let at = 0; at < blocksEnd; at += 16) {
    h1 = (Math.imul((rotate(h1 ^ scramble1(wordAt(bytes, at)), 19) + h2) | 0, 5) + 0x561ccd1b) | 0
    h2 = (Math.imul((rotate(h2 ^ scramble2(wordAt(bytes, at + 4)), 17) + h3) | 0, 5) + 0x0bcaa747) | 0
    h3 = (Math.imul((rotate(h3 ^ scramble3(wordAt(bytes, at + 8)), 15) + h4) | 0, 5) + 0x96cd1c35) | 0
    h4 = (Math.imul((rotate(h4 ^ scramble4(wordAt(bytes, at + 12)), 13) + h1) | 0, 5) + 0x32ac3b17) | 0
  }
  h1 ^= scramble1(tailWord(bytes, blocksEnd, length))
  h2 ^= scramble2(tailWord(bytes, blocksEnd + 4, length))
  h3 ^= scramble3(tailWord(bytes, blocksEnd + 8, length))
  h4 ^= scramble4(tailWord(bytes, blocksEnd + 12, length))
  finish(h1, h2, h3, h4, length, hash)
}

/** The same as `hashBytes` of the eight bytes `lowWord`, `highWord`. */
export function hashWords(lowWord: number, highWord: number, seed: number, hash: Hash): void {
  finish(seed ^ scramble1(lowWord), seed ^ scramble2(highWord), seed, seed, 8, hash)
}
