import type { ByteReader, ByteWriter } from '../bytes'
import type { WindowInput } from '../input'
import { StateError } from '../state-error'
import type { Accumulator } from './accumulator'
import { numberColumn, objectColumn } from './columns'
import { SparseColumn } from './sparse-column'

/** What the accumulator needs of a sketch. */
export interface Mergeable<S, V> {
  add(value: V): void
  merge(other: S): void
  encode(): Uint8Array
  readonly byteLength: number
}

/** How sketches of one kind come into being. */
export interface SketchFactory<S, V> {
  readonly create: () => S
  readonly decode: (bytes: Uint8Array) => S
  /** Turns an input that is not null into what the sketch takes. */
  readonly value: (input: unknown) => V
}

/** One sketch for each slot that has seen a value. */
export class SketchAccumulator<S extends Mergeable<S, V>, V> implements Accumulator {
  readonly initial: readonly number[] = []
  offset = 0
  private readonly sketches = new SparseColumn<S>()

  constructor(
    private readonly column: number,
    private readonly objects: boolean,
    private readonly factory: SketchFactory<S, V>,
  ) {}

  get byteLength(): number {
    return this.sketches.bytes(sketch => sketch.byteLength)
  }

  private at(slot: number): S {
    let sketch = this.sketches.get(slot)
    if (sketch === undefined) {
      sketch = this.factory.create()
      this.sketches.set(slot, sketch)
    }
    return sketch
  }

  add(input: WindowInput, slots: Int32Array, from: number, to: number): void {
    const { value } = this.factory
    if (this.objects) {
      const { values } = objectColumn(input, this.column)
      for (let entry = from; entry < to; entry++) {
        const raw = values[entry]
        if (slots[entry] >= 0 && raw !== null && raw !== undefined) this.at(slots[entry]).add(value(raw))
      }
      return
    }
    const { nulls, values, wide } = numberColumn(input, this.column)
    for (let entry = from; entry < to; entry++) {
      if (slots[entry] < 0 || nulls[entry] !== 0) continue
      this.at(slots[entry]).add(value((wide.size > 0 ? wide.get(entry) : undefined) ?? values[entry] + 0))
    }
  }

  merge(targets: Int32Array, sources: Int32Array, count: number): void {
    for (let at = 0; at < count; at++) {
      const source = this.sketches.get(sources[at])
      if (source === undefined) continue
      const target = this.sketches.get(targets[at])
      if (target === undefined) this.sketches.set(targets[at], this.factory.decode(source.encode()))
      else target.merge(source)
    }
  }

  release(slot: number): void {
    this.sketches.clear(slot)
  }

  encode(slot: number, writer: ByteWriter): void {
    const sketch = this.sketches.get(slot)
    writer.uint8(sketch === undefined ? 0 : 1)
    if (sketch !== undefined) writer.block(sketch.encode())
  }

  decode(slot: number, reader: ByteReader): void {
    if (reader.uint8() === 0) return
    const bytes = reader.block().slice()
    try {
      this.sketches.set(slot, this.factory.decode(bytes))
    } catch (error) {
      throw new StateError(`state is damaged: ${error instanceof Error ? error.message : String(error)}; restore from another checkpoint`)
    }
  }

  /** Undefined without values. */
  sketch(slot: number): S | undefined {
    return this.sketches.get(slot)
  }
}
