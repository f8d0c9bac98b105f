import { type Hash, hashBytes, hashText, hashWords } from './murmur'
import { canonical, type SketchValue } from './sketch'

// One seed per type, so that 1, '1' and true are different values.
const NUMBER_SEED = 1
const STRING_SEED = 2
const BIGINT_SEED = 3
const BOOLEAN_SEED = 4
const BYTES_SEED = 5

const double = new Float64Array(1)
const words = new Int32Array(double.buffer)

/** Hashes the value with its type: MurmurHash3_x86_128 over the double, the UTF-16LE text or the bytes. Equal on every little-endian machine. */
export function hashValue(value: SketchValue, hash: Hash): void {
  if (typeof value === 'number') {
    double[0] = value === 0 ? 0 : value
    hashWords(words[0], words[1], NUMBER_SEED, hash)
  } else if (typeof value === 'string') hashText(value, STRING_SEED, hash)
  else if (typeof value === 'boolean') hashWords(value ? 1 : 0, 0, BOOLEAN_SEED, hash)
  else if (typeof value === 'bigint') {
    const integer = canonical(value)
    if (typeof integer === 'number') hashValue(integer, hash)
    else hashText(value.toString(16), BIGINT_SEED, hash)
  } else hashBytes(value, value.length, BYTES_SEED, hash)
}
