import type { Source, Value } from '../../../pipeline'
import { DECODED, type DecodedBatch, type Decoder, type RecordBatch } from '../../records'
import { markDead, newDecodedBatch, storeNull, storeValue } from '../decoded-batch'
import { beginEntries, checkAhead } from '../entries'
import { errorOf, RecordFault } from '../fault'
import { columnFields, type FieldPlan, planFields } from '../plan'
import { TextStore } from '../text-store'
import type { Utf8Check } from '../utf8'
import { AvroReader } from './reader'
import { AvroValues } from './values'

/** Confluent's wire format: a zero byte and the id of the schema in the registry, a big-endian int. */
const HEADER_BYTES = 5

/** Decodes Avro's binary encoding, one datum a record, without a header or (`avro-confluent`) behind Confluent's. `AvroValues` says by which schema. */
export class AvroDecoder implements Decoder {
  readonly batch: DecodedBatch
  private readonly plans: readonly FieldPlan[]
  private readonly reader = new AvroReader()
  private readonly values: AvroValues
  private readonly texts: TextStore
  private readonly encoder = new TextEncoder()

  constructor(
    private readonly source: Source,
    readonly fields: readonly string[],
    private readonly capacity: number,
    validUtf8: Utf8Check,
  ) {
    this.plans = planFields(source, fields)
    this.batch = newDecodedBatch(columnFields(this.plans), capacity)
    this.values = new AvroValues(this.reader, validUtf8)
    this.texts = new TextStore(this.batch)
  }

  decode(records: RecordBatch, from: number): number {
    const count = Math.max(0, Math.min(this.capacity, records.length - from))
    const { batch } = this
    const span = beginEntries(batch, records, from, count, this.source.maxRecordBytes)
    this.reader.load(records.bytes)
    this.texts.begin(records.bytes)
    for (let entry = 0; entry < count; entry++) {
      if (batch.status[entry] !== DECODED) continue
      const record = from + entry
      const error = errorOf(() => this.read(entry, records.starts[record], records.ends[record], records.arrivalTimes[record]))
      if (error !== undefined) markDead(batch, entry, error)
    }
    this.texts.finish(records.bytes, span.start, span.end)
    return count
  }

  private read(entry: number, start: number, end: number, arrivalTime: number): void {
    this.reader.begin(start, end)
    this.values.begin(end - start)
    if (this.source.format === 'avro-confluent') this.skipHeader()
    for (const plan of this.plans) this.readField(plan, entry, arrivalTime)
    if (this.reader.remaining > 0)
      throw new RecordFault('malformed', '', `got ${this.reader.remaining} bytes behind the record; check that the schema is the writer's`)
  }

  /** The id is not looked up: the schema must be the source's. */
  private skipHeader(): void {
    if (this.reader.part(HEADER_BYTES, '')[0] !== 0)
      throw new RecordFault('malformed', '', "the record must begin with a zero byte and the four bytes of its schema's id")
  }

  private readField(plan: FieldPlan, entry: number, arrivalTime: number): void {
    const { field, column, isEventTime, path } = plan
    if (field.optional && this.values.isNull(path)) {
      if (isEventTime) throw new RecordFault('invalid-time', path, 'got null; the event time is required')
      if (column >= 0) storeNull(this.batch.columns[column], entry)
    } else if (field.type.kind === 'string') {
      const length = this.values.text(path).length
      if (column >= 0) this.storeSpan(column, entry, this.reader.position - length, this.reader.position)
    } else {
      const value = this.values.valueOf(field.type, path)
      if (isEventTime) {
        this.batch.times[entry] = Number(value)
        checkAhead(Number(value), arrivalTime, this.source.maxAheadMs, path)
      }
      if (column >= 0) this.store(column, entry, value)
    }
  }

  private storeSpan(columnIndex: number, entry: number, start: number, end: number): void {
    const column = this.batch.columns[columnIndex]
    if (column.kind !== 'text') throw new TypeError('only a text column holds text')
    column.starts[entry] = start
    column.ends[entry] = end
  }

  /** An enum's text isn't in the record, only its index. */
  private store(columnIndex: number, entry: number, value: Value): void {
    const column = this.batch.columns[columnIndex]
    if (column.kind !== 'text') storeValue(column, entry, value)
    else {
      const text = this.encoder.encode(String(value))
      const offset = this.texts.reserve(text.length)
      this.texts.side.set(text, offset)
      this.texts.keep(columnIndex, entry, offset + text.length)
    }
  }
}
