import type { Source } from '../../../pipeline'
import { DECODED, type DecodedBatch, type Decoder, type RecordBatch } from '../../records'
import { markDead, newDecodedBatch } from '../decoded-batch'
import { beginEntries } from '../entries'
import { RecordFault } from '../fault'
import { columnFields, planFields } from '../plan'
import { TextStore } from '../text-store'
import type { Utf8Check } from '../utf8'
import { GeneralReader } from './general'
import { JsonScanner } from './scanner'
import { ShapeCache } from './shapes'

/**
 * Decodes JSON objects. Records whose members come as in a record seen before go through code that was generated for that
 * shape; all others through the general reader, which also finds every error. Both give the same values.
 */
export class JsonDecoder implements Decoder {
  readonly batch: DecodedBatch
  private readonly scanner = new JsonScanner()
  private readonly texts: TextStore
  private readonly general: GeneralReader
  private readonly shapes: ShapeCache

  constructor(
    private readonly source: Source,
    readonly fields: readonly string[],
    private readonly capacity: number,
    private readonly validUtf8: Utf8Check,
  ) {
    const plans = planFields(source, fields)
    this.batch = newDecodedBatch(columnFields(plans), capacity)
    this.texts = new TextStore(this.batch)
    this.general = new GeneralReader(plans, this.scanner, this.batch, this.texts, source.maxAheadMs)
    this.shapes = new ShapeCache(plans, this.scanner, this.batch, this.general, source.maxAheadMs)
  }

  decode(records: RecordBatch, from: number): number {
    const count = Math.max(0, Math.min(this.capacity, records.length - from))
    const { batch } = this
    const span = beginEntries(batch, records, from, count, this.source.maxRecordBytes)
    const bytes = this.scanner.load(records.bytes)
    this.texts.begin(bytes)
    if (!this.validUtf8(bytes, span.start, span.end)) this.markInvalidUtf8(records, from, count)
    let entry = 0
    while (entry < count) {
      entry = this.shapes.run(records, from, entry, count)
      if (entry >= count) break
      if (batch.status[entry] === DECODED) this.readAny(records, from, entry)
      entry++
    }
    this.texts.finish(bytes, span.start, span.end)
    return count
  }

  /** The record at an entry, whatever its form. */
  private readAny(records: RecordBatch, from: number, entry: number): void {
    const start = records.starts[from + entry]
    const end = records.ends[from + entry]
    try {
      this.general.read(entry, start, end, records.arrivalTimes[from + entry])
    } catch (fault) {
      if (!(fault instanceof RecordFault)) throw fault
      // A record cut inside a character may pass the check of the whole span, beside a neighbor that holds the rest.
      if (this.validUtf8(this.scanner.bytes, start, end)) markDead(this.batch, entry, fault.toError())
      else this.markInvalidUtf8(records, from + entry, 1, entry)
      return
    }
    this.shapes.learn(start, end)
  }

  private markInvalidUtf8(records: RecordBatch, from: number, count: number, firstEntry = 0): void {
    for (let index = 0; index < count; index++) {
      const entry = firstEntry + index
      if (
        this.batch.status[entry] !== DECODED ||
        this.validUtf8(this.scanner.bytes, records.starts[from + index], records.ends[from + index])
      )
        continue
      markDead(this.batch, entry, { code: 'invalid-utf8', path: '', message: 'the record is not UTF-8; encode it as UTF-8' })
    }
  }
}
