import type { ByteReader, ByteWriter } from './bytes'
import { StateError } from './state-error'

/** The watermarks of the producers of a merge. */
export class Producers {
  private readonly watermarks: Float64Array
  /** The smallest one. */
  watermark = Number.NEGATIVE_INFINITY

  constructor(count: number) {
    if (!Number.isInteger(count) || count < 1) throw new RangeError(`a merge of ${count} producers was asked for, but at least 1 is needed`)
    this.watermarks = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
  }

  require(producer: number): void {
    if (!(producer >= 0 && producer < this.watermarks.length && Number.isInteger(producer))) {
      throw new RangeError(`producer ${producer} is unknown: producers are numbered from 0 to ${this.watermarks.length - 1}`)
    }
  }

  /** A watermark that would move back stays. Returns whether the smallest moved. */
  advance(producer: number, watermark: number): boolean {
    this.require(producer)
    if (!(watermark > this.watermarks[producer])) return false
    this.watermarks[producer] = watermark
    return this.update()
  }

  write(writer: ByteWriter): void {
    for (const watermark of this.watermarks) writer.float64(watermark)
  }

  read(reader: ByteReader): void {
    for (let producer = 0; producer < this.watermarks.length; producer++) {
      const watermark = reader.float64()
      if (Number.isNaN(watermark)) throw new StateError('state is damaged: no watermark; restore from another checkpoint')
      this.watermarks[producer] = watermark
    }
    this.update()
  }

  private update(): boolean {
    const before = this.watermark
    this.watermark = this.watermarks.reduce((least, watermark) => Math.min(least, watermark), Number.POSITIVE_INFINITY)
    return this.watermark > before
  }
}
