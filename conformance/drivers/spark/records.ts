import type { DataType, Field, Source } from '../../../pipeline'
import { decode } from '../../expected/decode'

const MAX_TIME_MS = 253_402_300_799_999

/** The member that holds the watermark before a record: a name that no member has. */
export function watermarkMember({ fields }: Source): string {
  const names = new Set(fields.map(({ wireName }) => wireName))
  const free = (name: string): string => (names.has(name) ? free(`${name}_`) : name)
  return free('watermark_before')
}

/** What an ingestion does that stamps records: each that is an event gets its partition's watermark before it. */
export function stamped(lines: readonly string[], source: Source): readonly string[] {
  const member = JSON.stringify(watermarkMember(source))
  let latest = Number.NEGATIVE_INFINITY
  return lines.map(line => {
    const event = decode(line, source)
    if (event === undefined) return line
    const watermark = latest - source.maxDelayMs
    latest = Math.max(latest, event.time)
    return Number.isFinite(watermark) ? line.replace(/\}\s*$/, `,${member}:${watermark}}`) : line
  })
}

/**
 * A last record of a partition, with the greatest time: it moves the watermark past all windows but its own, which stays open. So the end of the input is a matter of the
 * log, not of the program.
 */
export function lastRecord({ fields, eventTime }: Source): string {
  return recordJson(fields, field => (field.name === eventTime ? timeJson(field.type) : undefined))
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
