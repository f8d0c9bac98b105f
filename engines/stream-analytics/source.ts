import type { DataType, Field, Source, TimestampWire } from '../../pipeline'
import { type CommonTable, selectText } from '../sql/select'
import { typeName } from './dialect'
import { bracketed, singleQuoted } from './quote'
import { datetimeOf, epochOf, wholeDivision } from './time-functions'

export interface SourceTable {
  /** Unquoted, as all. */
  readonly name: string
  readonly input: string
  /** The column of the event time that sessions need; undefined: none. */
  readonly time: string | undefined
  /** Whether events have the time of the schema. Else they have that of their arrival, by which none is late. */
  readonly isTimed: boolean
}

/**
 * The first step: every event of the input with its fields as the schema reads them. TIMESTAMP BY takes times of whole milliseconds, because windows
 * are shifted by one: [start, end) is (start − 1 ms, end − 1 ms] only where nothing lies between.
 */
export function sourceTable(source: Source, { name, input, time, isTimed }: SourceTable): CommonTable {
  const at = source.fields.find(field => field.name === source.eventTime)
  if (at === undefined) throw new Error(`the source has no field ${source.eventTime}: validate the definition first`)
  const columns = source.fields.map(field => ({ text: fieldValue(field), alias: bracketed(field.name) }))
  return {
    name: bracketed(name),
    comment: isTimed
      ? 'Every event as the schema reads it'
      : 'Every event as the schema reads it, without a watermark that would drop the late ones',
    select: selectText({
      columns: time === undefined ? columns : [...columns, { text: fieldValue(at), alias: bracketed(time) }],
      from: isTimed ? `${bracketed(input)} TIMESTAMP BY ${datetimeOf(fieldValue(at))}` : bracketed(input),
      where: [
        ...source.fields.filter(({ optional }) => !optional).map(field => `${fieldValue(field)} IS NOT NULL`),
        // Here System.Timestamp() is the arrival.
        ...(isTimed || source.maxAheadMs === null ? [] : [`${fieldValue(at)} <= ${epochOf('System.Timestamp()')} + ${source.maxAheadMs}`]),
      ],
    }),
  }
}

function fieldValue({ wireName, type }: Field): string {
  return memberValue(bracketed(wireName), type)
}

function memberValue(member: string, type: DataType): string {
  switch (type.kind) {
    case 'timestamp':
      return timeOf(member, type.wire)
    case 'list':
    case 'record':
      return `CASE WHEN GetType(${member}) = '${typeName(type)}' THEN ${member} ELSE NULL END`
    case 'enum': {
      const text = `TRY_CAST(${member} AS nvarchar(max))`
      return `CASE WHEN ${text} IN (${type.values.map(singleQuoted).join(', ')}) THEN ${text} ELSE NULL END`
    }
    default:
      return `TRY_CAST(${member} AS ${typeName(type)})`
  }
}

/** Epoch milliseconds. */
function timeOf(member: string, wire: TimestampWire): string {
  const number = `TRY_CAST(${member} AS bigint)`
  switch (wire) {
    case 'iso8601':
    case 'sql':
      return epochOf(`TRY_CAST(${member} AS datetime)`)
    case 'epoch-ms':
      return number
    case 'epoch-s': {
      const seconds = `TRY_CAST(${member} AS float)`
      const rest = `FLOOR((${seconds} - FLOOR(${seconds})) * 1000 + 0.0005)`
      return `TRY_CAST(FLOOR(${seconds}) AS bigint) * 1000 + TRY_CAST(${rest} AS bigint)`
    }
    case 'epoch-us':
    case 'epoch-ns': {
      const size = wire === 'epoch-us' ? 1000 : 1_000_000
      return wholeDivision(`(${number} - (${number} % ${size} + ${size}) % ${size})`, size)
    }
  }
}
