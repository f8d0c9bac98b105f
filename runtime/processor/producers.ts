import { StateError } from '../../windowing'
import { ByteReader, ByteWriter, type StatePart } from '../checkpoint'

/** How far a merge has each producer's partial rows, so that messages that come again are dropped. A part of its checkpoint. */
export class ProducerProgress {
  private readonly causes: Float64Array
  /** The last index within the cause; Infinity: all of the cause is there. */
  private readonly indexes: Float64Array
  private readonly changed = new Set<number>()

  constructor(readonly count: number) {
    this.causes = new Float64Array(count)
    this.indexes = new Float64Array(count).fill(Number.POSITIVE_INFINITY)
  }

  readonly part: StatePart = {
    name: 'producers',
    fingerprint: '',
    state: {
      changes: () => this.encode([...this.changed]),
      snapshot: () => this.encode(Array.from({ length: this.count }, (_, producer) => producer)),
      restore: chunks => {
        for (const chunk of chunks) this.decode(chunk)
      },
    },
  }

  /** Whether this is news; from now on it is not. */
  take(producer: number, cause: number, index: number): boolean {
    const known = this.causes[producer]
    if (cause < known || (cause === known && index <= this.indexes[producer])) return false
    this.causes[producer] = cause
    this.indexes[producer] = index
    this.changed.add(producer)
    return true
  }

  private encode(producers: readonly number[]): Uint8Array {
    this.changed.clear()
    const writer = new ByteWriter()
    writer.count(producers.length)
    for (const producer of producers) {
      writer.count(producer)
      writer.double(this.causes[producer])
      writer.double(this.indexes[producer])
    }
    return writer.take()
  }

  private decode(chunk: Uint8Array): void {
    const fail = (problem: string) => new StateError(`the progress of producers is damaged: ${problem}`)
    const reader = new ByteReader(chunk, fail)
    for (let left = reader.count(); left > 0; left--) {
      const producer = reader.count()
      if (producer >= this.count) throw fail(`it knows producer ${producer}, but there are ${this.count}`)
      this.causes[producer] = reader.double()
      this.indexes[producer] = reader.double()
    }
    reader.finish()
  }
}
