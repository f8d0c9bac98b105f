import { StateError } from '../../windowing'
import { ByteReader, ByteWriter, type StatePart } from '../checkpoint'
import { DEAD, type DecodedBatch } from '../records'

/** The partition's own watermark, for reports and for definitions without windows; operators keep theirs. */
export class WatermarkTracker {
  private highest = Number.NEGATIVE_INFINITY

  constructor(private readonly maxDelayMs: number) {}

  /** Epoch ms; −Infinity before the first event. */
  get watermark(): number {
    return this.highest - this.maxDelayMs
  }

  readonly part: StatePart = {
    name: 'watermark',
    fingerprint: '',
    state: {
      changes: () => this.encode(),
      snapshot: () => this.encode(),
      restore: chunks => {
        const reader = new ByteReader(chunks[chunks.length - 1], problem => new StateError(`the watermark's state is damaged: ${problem}`))
        this.highest = reader.double()
        reader.finish()
      },
    },
  }

  advance(batch: DecodedBatch): void {
    const { status, times, length } = batch
    for (let entry = 0; entry < length; entry++) if (status[entry] !== DEAD && times[entry] > this.highest) this.highest = times[entry]
  }

  /** Goes on from the watermarks of others. */
  inherit(others: readonly WatermarkTracker[]): void {
    for (const { highest } of others) this.highest = Math.max(this.highest, highest)
  }

  finish(): void {
    this.highest = Number.POSITIVE_INFINITY
  }

  private encode(): Uint8Array {
    const writer = new ByteWriter()
    writer.double(this.highest)
    return writer.take()
  }
}
