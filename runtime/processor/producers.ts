import { StateError } from '../../windowing'
import { ByteReader, ByteWriter, type StatePart } from '../checkpoint'

/** How far a merge has one producer's partial rows. */
interface Reached {
  /** Infinity: it handed over, and nothing of it is news any more. */
  cause: number
  /** The last index within the cause; Infinity: all of the cause is there. */
  index: number
}

/** How far a merge has each producer's partial rows, so that messages that come again are dropped. A part of its checkpoint. */
export class ProducerProgress {
  /** All that were ever known. */
  private readonly reached: Map<number, Reached>
  private readonly changed = new Set<number>()

  constructor(initial: readonly number[]) {
    this.reached = new Map(initial.map(producer => [producer, nothingYet()]))
  }

  readonly part: StatePart = {
    name: 'producers',
    fingerprint: '',
    state: {
      changes: () => this.encode([...this.changed]),
      snapshot: () => this.encode([...this.reached.keys()]),
      restore: chunks => {
        this.reached.clear()
        for (const chunk of chunks) this.decode(chunk)
      },
    },
  }

  /** Those that have not handed over. */
  get active(): readonly number[] {
    return [...this.reached.keys()].filter(producer => !this.isOver(producer))
  }

  knows(producer: number): boolean {
    return this.reached.has(producer)
  }

  /** Whether it handed over. */
  isOver(producer: number): boolean {
    return this.reached.get(producer)?.cause === Number.POSITIVE_INFINITY
  }

  /** Whether this is news of a producer that is known; from now on it is not. */
  take(producer: number, cause: number, index: number): boolean {
    const known = this.reached.get(producer)
    if (known === undefined || cause < known.cause || (cause === known.cause && index <= known.index)) return false
    known.cause = cause
    known.index = index
    this.changed.add(producer)
    return true
  }

  /** The producer is over; its successors are known from now on. */
  replace(producer: number, successors: readonly number[]): void {
    this.reached.set(producer, { cause: Number.POSITIVE_INFINITY, index: Number.POSITIVE_INFINITY })
    this.changed.add(producer)
    for (const successor of successors) {
      if (this.knows(successor)) continue
      this.reached.set(successor, nothingYet())
      this.changed.add(successor)
    }
  }

  private encode(producers: readonly number[]): Uint8Array {
    this.changed.clear()
    const writer = new ByteWriter()
    writer.count(producers.length)
    for (const producer of producers) {
      const { cause, index } = this.reached.get(producer) ?? nothingYet()
      writer.count(producer)
      writer.double(cause)
      writer.double(index)
    }
    return writer.take()
  }

  private decode(chunk: Uint8Array): void {
    const reader = new ByteReader(chunk, problem => new StateError(`the progress of producers is damaged: ${problem}`))
    for (let left = reader.count(); left > 0; left--) this.reached.set(reader.count(), { cause: reader.double(), index: reader.double() })
    reader.finish()
  }
}

const nothingYet = (): Reached => ({ cause: 0, index: Number.POSITIVE_INFINITY })
