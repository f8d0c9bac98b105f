import type { Source } from '../../../pipeline'
import { DECODED, type DecodedBatch, type Decoder, type RecordBatch } from '../../records'
import { markDead, newDecodedBatch, storeNull, storeValue } from '../decoded-batch'
import { beginEntries, checkAhead } from '../entries'
import { errorOf, RecordFault } from '../fault'
import { columnFields, type FieldPlan, planFields } from '../plan'
import { hasByteOrderMark } from '../record-batch'
import { TextStore } from '../text-store'
import { isContinuation, type Utf8Check } from '../utf8'
import { Cells, undoubleInto } from './cells'
import { CsvConverter } from './values'

/**
 * Decodes CSV (RFC 4180), one record a line, a cell for each field in the order of the fields. An empty cell without
 * quotes is null, `""` is the empty string. There is no header line, and no line break inside quotes survives the
 * splitting into lines.
 */
export class CsvDecoder implements Decoder {
  readonly batch: DecodedBatch
  private readonly plans: readonly FieldPlan[]
  private readonly cells: Cells
  private readonly converter = new CsvConverter()
  private readonly texts: TextStore
  private isSpanValid = false

  constructor(
    private readonly source: Source,
    readonly fields: readonly string[],
    private readonly capacity: number,
    private readonly validUtf8: Utf8Check,
  ) {
    this.plans = planFields(source, fields)
    this.batch = newDecodedBatch(columnFields(this.plans), capacity)
    this.cells = new Cells(source.fields.length)
    this.texts = new TextStore(this.batch)
  }

  decode(records: RecordBatch, from: number): number {
    const count = Math.max(0, Math.min(this.capacity, records.length - from))
    const { batch } = this
    const span = beginEntries(batch, records, from, count, this.source.maxRecordBytes)
    this.texts.begin(records.bytes)
    this.isSpanValid = this.validUtf8(records.bytes, span.start, span.end)
    for (let entry = 0; entry < count; entry++) {
      if (batch.status[entry] !== DECODED) continue
      const record = from + entry
      const error = errorOf(() =>
        this.read(records.bytes, entry, records.starts[record], records.ends[record], records.arrivalTimes[record]),
      )
      if (error !== undefined) markDead(batch, entry, error)
    }
    this.texts.finish(records.bytes, span.start, span.end)
    return count
  }

  private read(bytes: Uint8Array, entry: number, start: number, end: number, arrivalTime: number): void {
    // A part of valid text is valid, unless it is cut inside a character.
    const isPartOfValid = this.isSpanValid && !isContinuation(bytes[start]) && !isContinuation(bytes[end])
    if (!isPartOfValid && !this.validUtf8(bytes, start, end))
      throw new RecordFault('invalid-utf8', '', 'the record is not UTF-8; encode it as UTF-8')
    this.cells.split(bytes, hasByteOrderMark(bytes, start, end) ? start + 3 : start, end)
    for (let index = 0; index < this.plans.length; index++) {
      const plan = this.plans[index]
      this.readField(plan, bytes, index, entry)
      if (plan.isEventTime) checkAhead(this.batch.times[entry], arrivalTime, this.source.maxAheadMs, plan.path)
    }
  }

  private readField(plan: FieldPlan, bytes: Uint8Array, cell: number, entry: number): void {
    const { field, column, isEventTime, path } = plan
    const { cells } = this
    const start = cells.starts[cell]
    const end = cells.ends[cell]
    if (start === end && cells.quoted[cell] === 0) {
      if (isEventTime) throw new RecordFault('invalid-time', path, 'got an empty cell; the event time is required')
      if (!field.optional) throw new RecordFault('missing-field', path, `got an empty cell; a ${field.type.kind} is required`)
      if (column >= 0) storeNull(this.batch.columns[column], entry)
      return
    }
    if (field.type.kind !== 'string') {
      const value = this.converter.valueOf(field.type, this.textOf(bytes, cell), path)
      if (isEventTime) this.batch.times[entry] = Number(value)
      if (column < 0) return
      const target = this.batch.columns[column]
      if (target.kind !== 'text') storeValue(target, entry, value)
    }
    if (column >= 0) this.storeText(column, bytes, cell, entry)
  }

  /** The text of a cell as it is meant. */
  private textOf(bytes: Uint8Array, cell: number): Uint8Array {
    const { cells } = this
    const text = bytes.subarray(cells.starts[cell], cells.ends[cell])
    if (cells.doubled[cell] === 0) return text
    const target = new Uint8Array(text.length)
    return target.subarray(0, undoubleInto(text, 0, text.length, target, 0))
  }

  private storeText(columnIndex: number, bytes: Uint8Array, cell: number, entry: number): void {
    const column = this.batch.columns[columnIndex]
    if (column.kind !== 'text') return
    const start = this.cells.starts[cell]
    const end = this.cells.ends[cell]
    if (this.cells.doubled[cell] === 0) {
      column.starts[entry] = start
      column.ends[entry] = end
    } else {
      const offset = this.texts.reserve(end - start)
      this.texts.keep(columnIndex, entry, undoubleInto(bytes, start, end, this.texts.side, offset))
    }
  }
}
