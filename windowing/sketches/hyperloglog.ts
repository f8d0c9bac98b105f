import { estimateCount } from './cardinality'
import { FrameReader, FrameWriter, HYPERLOGLOG } from './frame'
import { hashValue } from './hash'
import type { Hash } from './murmur'
import { integerBetween, type Sketch, type SketchValue } from './sketch'
import { SparseRegisters } from './sparse-registers'

const LEAST_PRECISION = 4
const MOST_PRECISION = 18
const { clz32 } = Math
const hash: Hash = { high: 0, low: 0 }

/** The largest number of registers set for which a sketch stays sparse; the form depends on the values alone, never on their order. */
const sparseLimit = (registers: number) => Math.floor((registers * 3) / 32)

/**
 * How many different values were added: HyperLogLog (Flajolet et al. 2007) on 64-bit hashes, 2^precision registers of one byte.
 * Standard error 1.04/√(2^precision). The state depends on the set of values alone; merging loses nothing.
 */
export class HyperLogLog implements Sketch<SketchValue> {
  private sparse: SparseRegisters | null
  private dense: Uint8Array | null

  constructor(readonly precision: number) {
    const registers = 2 ** integerBetween('precision', precision, LEAST_PRECISION, MOST_PRECISION)
    this.sparse = sparseLimit(registers) >= 8 ? new SparseRegisters() : null
    this.dense = this.sparse === null ? new Uint8Array(registers) : null
  }

  add(value: SketchValue): void {
    hashValue(value, hash)
    const { high, low } = hash
    const precision = this.precision
    // The rank is the place of the first one in the bits after the index.
    const rest = high << precision
    const rank = rest !== 0 ? clz32(rest) + 1 : 32 - precision + clz32(low) + 1
    this.raise(high >>> (32 - precision), rank)
  }

  private raise(index: number, rank: number): void {
    const dense = this.dense
    if (dense !== null) {
      if (dense[index] < rank) dense[index] = rank
    } else this.raiseSparse(index, rank)
  }

  private raiseSparse(index: number, rank: number): void {
    const sparse = this.sparse
    if (sparse === null) return
    sparse.raise(index, rank)
    if (sparse.count <= sparseLimit(2 ** this.precision)) return
    const dense = new Uint8Array(2 ** this.precision)
    sparse.forEach((at, held) => {
      dense[at] = held
    })
    this.dense = dense
    this.sparse = null
  }

  merge(other: this): void {
    if (other.precision !== this.precision)
      throw new RangeError(
        `a sketch of precision ${other.precision} can't be merged into one of precision ${this.precision}: use one precision`,
      )
    if (other.sparse !== null) {
      other.sparse.forEach((index, rank) => {
        this.raise(index, rank)
      })
    } else if (other.dense !== null)
      for (let index = 0; index < other.dense.length; index++) if (other.dense[index] !== 0) this.raise(index, other.dense[index])
  }

  /** The estimated number of different values; 0 if there are none. */
  result(): number {
    const ranks = new Float64Array(66 - this.precision)
    if (this.dense !== null) for (const rank of this.dense) ranks[rank]++
    else if (this.sparse !== null) {
      ranks[0] = 2 ** this.precision - this.sparse.count
      this.sparse.forEach((_, rank) => {
        ranks[rank]++
      })
    }
    return estimateCount(ranks, this.precision)
  }

  get byteLength(): number {
    return 64 + (this.dense?.length ?? 0) + (this.sparse?.byteLength ?? 0)
  }

  encode(): Uint8Array {
    const writer = new FrameWriter(HYPERLOGLOG, this.byteLength)
    writer.byte(this.precision)
    writer.byte(this.dense === null ? 0 : 1)
    if (this.dense !== null) writer.block(this.dense)
    else if (this.sparse !== null) for (const entry of this.sparse.sorted()) writer.uint32(entry)
    return writer.finish()
  }

  /** Throws `SketchError` on bytes that `encode` didn't give. */
  static decode(bytes: Uint8Array): HyperLogLog {
    const reader = new FrameReader(bytes, HYPERLOGLOG)
    const precision = reader.byte()
    reader.check(precision >= LEAST_PRECISION && precision <= MOST_PRECISION, `precision is ${precision}`)
    const registers = 2 ** precision
    const mostRank = 65 - precision
    const sketch = new HyperLogLog(precision)
    if (reader.byte() === 1) {
      const dense = reader.block(registers)
      reader.check(
        dense.every(rank => rank <= mostRank),
        `a register is above ${mostRank}`,
      )
      sketch.dense = dense
      sketch.sparse = null
    } else {
      const count = reader.remaining / 4
      reader.check(
        Number.isInteger(count) && count <= sparseLimit(registers) && sketch.sparse !== null,
        `${reader.remaining} bytes of registers`,
      )
      let last = -1
      for (let entry = 0; entry < count; entry++) {
        const word = reader.uint32()
        const index = word >>> 6
        const rank = word & 63
        reader.check(index > last && index < registers && rank >= 1 && rank <= mostRank, `register ${index} holds ${rank}`)
        sketch.raise(index, rank)
        last = index
      }
    }
    reader.finish()
    return sketch
  }
}
