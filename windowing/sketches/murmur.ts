/** The first 64 bits of a hash, as two 32-bit integers. Reused by the caller, so that hashing allocates nothing. */
export interface Hash {
  high: number
  low: number
}

const { imul } = Math

// Constants and steps of MurmurHash3_x86_128 (Austin Appleby, public domain, github.com/aappleby/smhasher, MurmurHash3.cpp).
// The variant for 32-bit machines, because `Math.imul` is the widest exact product without bigints.
const C1 = 0x239b961b
const C2 = 0xab0e9789 | 0
const C3 = 0x38b34ae5
const C4 = 0xa1e38b93 | 0

const rotate = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits))

function finalMix(word: number): number {
  let mixed = imul(word ^ (word >>> 16), 0x85ebca6b)
  mixed = imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

const scramble1 = (word: number) => imul(rotate(imul(word, C1), 15), C2)
const scramble2 = (word: number) => imul(rotate(imul(word, C2), 16), C3)
const scramble3 = (word: number) => imul(rotate(imul(word, C3), 17), C4)
const scramble4 = (word: number) => imul(rotate(imul(word, C4), 18), C1)

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
    h1 = (imul((rotate(h1 ^ scramble1(wordAt(bytes, at)), 19) + h2) | 0, 5) + 0x561ccd1b) | 0
    h2 = (imul((rotate(h2 ^ scramble2(wordAt(bytes, at + 4)), 17) + h3) | 0, 5) + 0x0bcaa747) | 0
    h3 = (imul((rotate(h3 ^ scramble3(wordAt(bytes, at + 8)), 15) + h4) | 0, 5) + 0x96cd1c35) | 0
    h4 = (imul((rotate(h4 ^ scramble4(wordAt(bytes, at + 12)), 13) + h1) | 0, 5) + 0x32ac3b17) | 0
  }
  h1 ^= scramble1(tailWord(bytes, blocksEnd, length))
  h2 ^= scramble2(tailWord(bytes, blocksEnd + 4, length))
  h3 ^= scramble3(tailWord(bytes, blocksEnd + 8, length))
  h4 ^= scramble4(tailWord(bytes, blocksEnd + 12, length))
  finish(h1, h2, h3, h4, length, hash)
}

/** The same as `hashBytes` of the eight bytes `lowWord`, `highWord`: the third and fourth lane stay equal. */
export function hashWords(lowWord: number, highWord: number, seed: number, hash: Hash): void {
  const rest = seed ^ 8
  const h1 = rest ^ scramble1(lowWord)
  const h2 = rest ^ scramble2(highWord)
  const sum = (h1 + h2 + rest + rest) | 0
  const mixed2 = finalMix((h2 + sum) | 0)
  const mixedRest = finalMix((rest + sum) | 0)
  const high = (finalMix(sum) + mixed2 + mixedRest + mixedRest) | 0
  hash.high = high
  hash.low = (mixed2 + high) | 0
}

/** Two UTF-16 units from `at`; units past the end are zero. */
function textWord(text: string, at: number): number {
  if (at + 1 < text.length) return text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16)
  return at < text.length ? text.charCodeAt(at) : 0
}

/** The same as `hashBytes` of the text in UTF-16LE. */
export function hashText(text: string, seed: number, hash: Hash): void {
  let h1 = seed | 0
  let h2 = h1
  let h3 = h1
  let h4 = h1
  const blocksEnd = text.length - (text.length % 8)
  for (let at = 0; at < blocksEnd; at += 8) {
    h1 = (imul((rotate(h1 ^ scramble1(textWord(text, at)), 19) + h2) | 0, 5) + 0x561ccd1b) | 0
    h2 = (imul((rotate(h2 ^ scramble2(textWord(text, at + 2)), 17) + h3) | 0, 5) + 0x0bcaa747) | 0
    h3 = (imul((rotate(h3 ^ scramble3(textWord(text, at + 4)), 15) + h4) | 0, 5) + 0x96cd1c35) | 0
    h4 = (imul((rotate(h4 ^ scramble4(textWord(text, at + 6)), 13) + h1) | 0, 5) + 0x32ac3b17) | 0
  }
  h1 ^= scramble1(textWord(text, blocksEnd))
  h2 ^= scramble2(textWord(text, blocksEnd + 2))
  h3 ^= scramble3(textWord(text, blocksEnd + 4))
  h4 ^= scramble4(textWord(text, blocksEnd + 6))
  finish(h1, h2, h3, h4, text.length * 2, hash)
}
