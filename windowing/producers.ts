import type { ByteReader, ByteWriter } from './bytes'
import { StateError } from './state-error'

function numbersOf(producers: number | readonly number[]): readonly number[] {
  const numbers = typeof producers === 'number' ? Array.from({ length: producers }, (_, index) => index) : producers
  if (numbers.length < 1) throw new RangeError(`a merge of ${numbers.length} producers was asked for, but at least 1 is needed`)
  const wrong = numbers.find(number => !(Number.isSafeInteger(number) && number >= 0))
  if (wrong !== undefined) throw new RangeError(`producer ${wrong} was given, but producers are integers of at least 0`)
  return numbers
}

/** The watermarks of the producers of a merge, those that have not handed over to others. */
export class Producers {
  private readonly watermarks: Map<number, number>
  /** The smallest one. */
  watermark = Number.NEGATIVE_INFINITY

  constructor(producers: number | readonly number[]) {
    this.watermarks = new Map(numbersOf(producers).map(number => [number, Number.NEGATIVE_INFINITY]))
  }

  require(producer: number): void {
    this.watermarkOf(producer)
  }

  /** A watermark that would move back stays. Returns whether the smallest moved. */
  advance(producer: number, watermark: number): boolean {
    if (!(watermark > this.watermarkOf(producer))) return false
    this.watermarks.set(producer, watermark)
    return this.update()
  }

  /** Others take the place of a producer, at its last watermark. Returns whether the smallest moved. */
  replace(producer: number, successors: readonly number[], watermark: number): boolean {
    const last = Math.max(watermark, this.watermarkOf(producer))
    this.watermarks.delete(producer)
    for (const successor of successors) this.watermarks.set(successor, Math.max(last, this.watermarks.get(successor) ?? last))
    return this.update()
  }

  /** All producers end. Returns whether the smallest watermark moved. */
  finish(): boolean {
    for (const producer of this.watermarks.keys()) this.watermarks.set(producer, Number.POSITIVE_INFINITY)
    return this.update()
  }

  write(writer: ByteWriter): void {
    writer.variable(this.watermarks.size)
    for (const [producer, watermark] of this.watermarks) {
      writer.variable(producer)
      writer.float64(watermark)
    }
  }

  read(reader: ByteReader): void {
    this.watermarks.clear()
    for (let left = reader.count(); left > 0; left--) {
      const producer = reader.variable()
      const watermark = reader.float64()
      if (Number.isNaN(watermark)) throw new StateError('state is damaged: no watermark; restore from another checkpoint')
      this.watermarks.set(producer, watermark)
    }
    this.update()
  }

  private watermarkOf(producer: number): number {
    const watermark = this.watermarks.get(producer)
    if (watermark === undefined)
      throw new RangeError(`producer ${producer} is unknown: the known ones are ${[...this.watermarks.keys()].join(', ')}`)
    return watermark
  }

  private update(): boolean {
    const before = this.watermark
    let least = Number.POSITIVE_INFINITY
    for (const watermark of this.watermarks.values()) if (watermark < least) least = watermark
    this.watermark = least
    return least > before
  }
}
