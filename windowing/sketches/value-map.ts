import { canonical, type SketchValue } from './sketch'

/** One character for each byte. */
const bytesKey = (bytes: Uint8Array) => Array.from(bytes, byte => String.fromCharCode(byte)).join('')

/** A `Map` by value: bytes of equal content are one key, and no string is equal to bytes. */
export class ValueMap<Held> {
  private readonly plain = new Map<SketchValue, Held>()
  private readonly bytes = new Map<string, Held>()

  get size(): number {
    return this.plain.size + this.bytes.size
  }

  get(value: SketchValue): Held | undefined {
    return value instanceof Uint8Array ? this.bytes.get(bytesKey(value)) : this.plain.get(canonical(value))
  }

  set(value: SketchValue, held: Held): void {
    if (value instanceof Uint8Array) this.bytes.set(bytesKey(value), held)
    else this.plain.set(canonical(value), held)
  }

  delete(value: SketchValue): void {
    if (value instanceof Uint8Array) this.bytes.delete(bytesKey(value))
    else this.plain.delete(canonical(value))
  }

  clear(): void {
    this.plain.clear()
    this.bytes.clear()
  }

  *values(): Generator<Held> {
    yield* this.plain.values()
    yield* this.bytes.values()
  }
}
