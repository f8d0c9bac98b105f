import type { DataType, Field, Source } from '../../../pipeline'
import type { Members } from '../../cases/lines'
import { decode } from '../../expected/decode'
import { avroRecord, isAvro, longBytes } from '../../formats/avro'
import { bytesOf, type CaseRecord, textsOf } from '../../records'

const MAX_TIME_MS = 253_402_300_799_999

/** The member that holds the watermark before a record: a name that no member has. */
export function watermarkMember({ fields }: Source): string {
  const names = new Set(fields.map(({ wireName }) => wireName))
  const free = (name: string): string => (names.has(name) ? free(`${name}_`) : name)
  return free('watermark_before')
}

/** What an ingestion does that stamps records: each that is an event gets its partition's watermark before it. */
export function stamped(records: readonly CaseRecord[], source: Source): readonly CaseRecord[] {
  const member = JSON.stringify(watermarkMember(source))
  const stamp = (line: string, watermark: number | null): string =>
    watermark === null ? line : line.replace(/\}\s*$/, `,${member}:${watermark}}`)
  return isAvro(source) ? stampedEach(records, source, stampedDatum) : stampedEach(textsOf(records), source, stamp)
}

/** What is no event gets no stamp. */
function stampedEach<R extends CaseRecord>(
  records: readonly R[],
  source: Source,
  stamp: (record: R, watermark: number | null) => CaseRecord,
): readonly CaseRecord[] {
  let latest = Number.NEGATIVE_INFINITY
  return records.map(record => {
    const event = decode(record, source)
    if (event === undefined) return record
    const watermark = latest - source.maxDelayMs
    latest = Math.max(latest, event.time)
    return stamp(record, Number.isFinite(watermark) ? watermark : null)
  })
}

/** One more field behind the others, of null or a long. */
function stampedDatum(record: CaseRecord, watermark: number | null): Uint8Array {
  return Buffer.concat([bytesOf(record), watermark === null ? longBytes(0) : Buffer.concat([longBytes(1), longBytes(watermark)])])
}

/**
 * A last record of a partition, with the greatest time: it moves the watermark past all windows but its own, which stays open. So the end of the input is a matter of the
 * log, not of the program.
 */
export function lastRecord(source: Source): CaseRecord {
  const { fields, eventTime } = source
  const json = recordJson(fields, field => (field.name === eventTime ? timeJson(field.type) : undefined))
  return isAvro(source) ? stampedDatum(avroRecord(source, JSON.parse(json) as Members), null) : json
}

function recordJson(fields: readonly Field[], given: (field: Field) => string | undefined = () => undefined): string {
  const members = fields.flatMap(field => {
    const value = given(field) ?? (field.optional ? undefined : valueJson(field.type))
    return value === undefined ? [] : [`${JSON.stringify(field.wireName)}:${value}`]
  })
  return `{${members.join(',')}}`
}

function valueJson(type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'bytes':
      return '""'
    case 'boolean':
      return 'false'
    case 'int64':
    case 'double':
    case 'decimal':
      return '0'
    case 'timestamp':
      return timeJson(type)
    case 'date':
      return '"9999-12-31"'
    case 'enum':
      return JSON.stringify(type.values[0])
    case 'list':
      return '[]'
    case 'record':
      return recordJson(type.fields)
  }
}

function timeJson(type: DataType): string {
  switch (type.kind === 'timestamp' ? type.wire : 'epoch-ms') {
    case 'iso8601':
      return '"9999-12-31T23:59:59.999Z"'
    case 'sql':
      return '"9999-12-31 23:59:59.999"'
    case 'epoch-s':
      return `${MAX_TIME_MS / 1000}`
    case 'epoch-ms':
      return `${MAX_TIME_MS}`
    case 'epoch-us':
      return `${MAX_TIME_MS}000`
    case 'epoch-ns':
      return `${MAX_TIME_MS}000000`
  }
}
