import type { DecodedBatch } from '../../records'
import { storeNull, storeValue } from '../decoded-batch'
import { checkAhead } from '../entries'
import { RecordFault } from '../fault'
import type { FieldPlan } from '../plan'
import { hasByteOrderMark } from '../record-batch'
import type { TextStore } from '../text-store'
import { JsonConverter } from './convert'
import { listMembers, MemberList, NameTable } from './members'
import { FAULT, type JsonScanner } from './scanner'
import { unescapeInto } from './strings'

/** Reads a record in any form, in two passes: the whole record is checked as JSON, then its fields are converted. */
export class GeneralReader {
  /** The members of the record that was read last. */
  readonly members = new MemberList()
  private readonly names: NameTable
  private readonly converter: JsonConverter
  private readonly lastMember: Int32Array

  constructor(
    private readonly plans: readonly FieldPlan[],
    private readonly scanner: JsonScanner,
    private readonly batch: DecodedBatch,
    private readonly texts: TextStore,
    private readonly maxAheadMs: number | null,
  ) {
    this.names = new NameTable(plans.map(plan => plan.field.wireName))
    this.converter = new JsonConverter(scanner)
    this.lastMember = new Int32Array(plans.length)
  }

  /** Fills the entry from the record in `[start, end)`. Throws a `RecordFault`. */
  read(entry: number, start: number, end: number, arrivalTime: number): void {
    this.checkSyntax(start, end)
    const { members, lastMember, plans } = this
    lastMember.fill(-1)
    for (let member = 0; member < members.length; member++) {
      if (members.fields[member] >= 0) lastMember[members.fields[member]] = member
    }
    for (let index = 0; index < plans.length; index++) {
      const member = lastMember[index]
      if (member >= 0) this.readField(plans[index], entry, members.starts[member], members.ends[member])
      else this.readMissing(plans[index], entry)
      if (plans[index].isEventTime) checkAhead(this.batch.times[entry], arrivalTime, this.maxAheadMs, plans[index].path)
    }
  }

  /** Checks and stores the value at `start` as that of a field; gives the position behind it or `FAULT`, without saying why. */
  readValue(fieldIndex: number, entry: number, start: number, end: number): number {
    const valueEnd = this.scanner.skipValue(start, end, 1)
    if (valueEnd < 0) return FAULT
    try {
      this.readField(this.plans[fieldIndex], entry, start, valueEnd)
    } catch (fault) {
      // The general reading of the whole record follows and reports the fault.
      if (fault instanceof RecordFault) return FAULT
      throw fault
    }
    return valueEnd
  }

  private checkSyntax(recordStart: number, end: number): void {
    const { scanner } = this
    const textStart = hasByteOrderMark(scanner.bytes, recordStart, end) ? recordStart + 3 : recordStart
    const start = scanner.skipSpace(textStart, end)
    const isObject = start < end && scanner.bytes[start] === 123
    let position = isObject ? listMembers(scanner, this.names, start, end, 0, this.members) : scanner.skipValue(start, end, 0)
    if (position >= 0) {
      position = scanner.skipSpace(position, end)
      if (position < end) position = scanner.malformed(position, 'the record must end after its object')
    }
    if (position < 0) {
      const { code, at, reason } = scanner.fault
      throw new RecordFault(code, '', `${reason}, at byte ${at - recordStart}`)
    }
    if (!isObject) throw new RecordFault('wrong-type', '', 'got a JSON value that is no object; a record is an object')
  }

  private readField(plan: FieldPlan, entry: number, start: number, end: number): void {
    const { field, column, isEventTime, path } = plan
    const { scanner, batch } = this
    if (isEventTime && scanner.bytes[start] === 110) throw new RecordFault('invalid-time', path, 'got null; the event time is required')
    if (field.type.kind === 'string' && scanner.bytes[start] === 34) {
      if (column >= 0) this.storeText(column, entry, start + 1, end - 1)
      return
    }
    const value = this.converter.valueOf(field.type, field.optional, start, end, path)
    if (isEventTime) batch.times[entry] = Number(value)
    if (column < 0) return
    const target = batch.columns[column]
    if (value === null) storeNull(target, entry)
    else if (target.kind === 'text') this.storeText(column, entry, start + 1, end - 1)
    else storeValue(target, entry, value)
  }

  private storeText(columnIndex: number, entry: number, start: number, end: number): void {
    const { scanner, texts } = this
    const column = this.batch.columns[columnIndex]
    if (column.kind !== 'text') throw new TypeError('only a text column holds text')
    if (scanner.findSpecial(start, end) === end) {
      column.starts[entry] = start
      column.ends[entry] = end
    } else {
      const offset = texts.reserve(end - start)
      texts.keep(columnIndex, entry, unescapeInto(scanner, start, end, texts.side, offset))
    }
  }

  private readMissing(plan: FieldPlan, entry: number): void {
    const { field, column, isEventTime, path } = plan
    if (!field.optional) throw new RecordFault('missing-field', path, `the required ${field.type.kind} is missing`)
    if (isEventTime) throw new RecordFault('invalid-time', path, 'got no event time; it is required')
    if (column >= 0) storeNull(this.batch.columns[column], entry)
  }
}
