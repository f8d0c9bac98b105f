import { DECODED, type DecodedBatch, type RecordBatch } from '../../records'
import type { FieldPlan } from '../plan'
import { hasByteOrderMark } from '../record-batch'
import type { GeneralReader } from './general'
import { compileShape, ROOM_BYTES, type ShapeReader } from './generate'
import type { JsonScanner } from './scanner'
import { shapeOf } from './shape'

const MAX_SHAPES = 4
/** A shape is only replaced after this many records, and if at least one in `MISS_SHARE` of them matched none. */
const REPLACE_RECORDS = 65_536
const MISS_SHARE = 16

interface CachedShape {
  readonly reader: ShapeReader
  uses: number
}

/** The shapes seen lately, at most four, and which of them to try first: the one that matched last. */
export class ShapeCache {
  private readonly shapes: CachedShape[] = []
  private current = 0
  private recordsSinceLearning = 0
  private missesSinceLearning = 0
  private isAllowed = true

  constructor(
    private readonly plans: readonly FieldPlan[],
    private readonly scanner: JsonScanner,
    private readonly batch: DecodedBatch,
    private readonly general: GeneralReader,
    private readonly maxAheadMs: number | null,
  ) {}

  /** Decodes entries from `entry` on as long as they match; gives the first entry that matches no shape or isn't to be decoded. */
  run(records: RecordBatch, from: number, entry: number, count: number): number {
    const { shapes } = this
    const { bytes, view } = this.scanner
    let next = entry
    let failures = 0
    while (next < count && failures < shapes.length && this.batch.status[next] === DECODED) {
      const shape = shapes[this.current]
      const reached = shape.reader(bytes, view, records, from, next, count)
      this.recordsSinceLearning += reached - next
      shape.uses += reached - next
      // The shape that stopped at an entry doesn't match it; after as many failures as shapes `current` is where it was.
      failures = reached > next ? 1 : failures + 1
      next = reached
      if (next < count) this.current = (this.current + 1) % shapes.length
    }
    return next
  }

  /** Told of every good record that matched no shape, which was the last one that the general reader read. */
  learn(start: number, end: number): void {
    const { bytes } = this.scanner
    // Without room behind it a record isn't tried at all; a byte order mark is no part of a shape that comes again.
    if (!this.isAllowed || end > bytes.length - ROOM_BYTES || hasByteOrderMark(bytes, start, end)) return
    this.recordsSinceLearning++
    this.missesSinceLearning++
    const isFull = this.shapes.length === MAX_SHAPES
    if (isFull && (this.recordsSinceLearning < REPLACE_RECORDS || this.missesSinceLearning * MISS_SHARE < this.recordsSinceLearning)) return
    const shape = shapeOf(this.scanner, this.general.members, start, end)
    if (shape === undefined) return
    this.recordsSinceLearning = 0
    this.missesSinceLearning = 0
    const reader = compileShape(shape, this.plans, {
      scanner: this.scanner,
      batch: this.batch,
      general: this.general,
      maxAheadMs: this.maxAheadMs,
    })
    if (reader === undefined) {
      this.isAllowed = false
      return
    }
    if (isFull) this.dropLeastUsed()
    this.shapes.push({ reader, uses: 0 })
    this.current = this.shapes.length - 1
    for (const cached of this.shapes) cached.uses = 0
  }

  private dropLeastUsed(): void {
    let least = 0
    for (let index = 1; index < this.shapes.length; index++) if (this.shapes[index].uses < this.shapes[least].uses) least = index
    this.shapes.splice(least, 1)
  }
}
