import type { DataType, Field, TimestampWire } from '../../pipeline'
import { singleQuoted } from '../sql/quote'
import { floorRemainder } from '../sql/time'
import { typeName } from './dialect'

const DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}'
const CLOCK = '[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?'
const MS_PER_UNIT: Readonly<Record<string, number>> = { 'epoch-s': 1000, 'epoch-ms': 1 }
const UNITS_PER_MS: Readonly<Record<string, number>> = { 'epoch-us': 1000, 'epoch-ns': 1_000_000 }

/** RFC 6901: names are never taken for a pattern, whatever their characters. */
function pointer(name: string): string {
  return singleQuoted(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
}

/** The value of a member of the JSON object `json`; null where it is missing, null or no value of the type. */
export function memberValue(json: string, field: Field): string {
  const at = pointer(field.wireName)
  return valueText(field.type, `json_extract(${json}, ${at})`, `json_type(${json}, ${at})`, `json_extract_string(${json}, ${at})`)
}

/** True where the member is what the schema asks for: a value, or missing or null if it is optional. `value` is the column that holds it. */
export function memberValid(json: string, field: Field, value: string): string {
  const elements =
    field.type.kind === 'list' && !field.type.elementOptional
      ? ` AND NOT list_has_any([NULL IS NULL], list_transform(${value}, lambda element: element IS NULL))`
      : ''
  const present = `(${value} IS NOT NULL${elements})`
  if (!field.optional) return present
  return `(${present} OR COALESCE(json_type(${json}, ${pointer(field.wireName)}), 'NULL') = 'NULL')`
}

function valueText(type: DataType, json: string, kind: string, text: string): string {
  switch (type.kind) {
    case 'string':
      return `CASE WHEN ${kind} = 'VARCHAR' THEN ${text} END`
    case 'boolean':
      return `CASE WHEN ${kind} = 'BOOLEAN' THEN CAST(${text} AS BOOLEAN) END`
    case 'int64':
      return `CASE WHEN ${kind} IN ('BIGINT', 'UBIGINT') THEN TRY_CAST(${text} AS BIGINT) WHEN ${kind} = 'DOUBLE' AND CAST(${text} AS DOUBLE) = trunc(CAST(${text} AS DOUBLE)) THEN TRY_CAST(CAST(${text} AS DOUBLE) AS BIGINT) END`
    case 'double':
      return `CASE WHEN ${kind} IN ('BIGINT', 'UBIGINT', 'DOUBLE') AND isfinite(CAST(${text} AS DOUBLE)) THEN CAST(${text} AS DOUBLE) END`
    case 'decimal': {
      // TRY_CAST rounds, but what has more digits after the point is no value of the type.
      const value = `TRY_CAST(${text} AS ${typeName(type)})`
      const number = `${kind} IN ('BIGINT', 'UBIGINT', 'DOUBLE') AND CAST(${value} AS DOUBLE) = CAST(${text} AS DOUBLE)`
      const digits = `${kind} = 'VARCHAR' AND regexp_full_match(${text}, '-?(0|[1-9][0-9]*)([.][0-9]{0,${type.scale}}0*)?') AND ${text} NOT LIKE '%.'`
      return `CASE WHEN (${number}) OR (${digits}) THEN ${value} END`
    }
    case 'enum':
      return `CASE WHEN ${kind} = 'VARCHAR' AND ${text} IN (${type.values.map(singleQuoted).join(', ')}) THEN ${text} END`
    case 'bytes':
      return `CASE WHEN ${kind} = 'VARCHAR' THEN TRY(from_base64(${text})) END`
    case 'date':
      return `CASE WHEN ${kind} = 'VARCHAR' AND regexp_full_match(${text}, '${DATE}') THEN TRY_CAST(${text} AS DATE) END`
    case 'timestamp':
      return timestampOf(type.wire, kind, text)
    case 'list':
      return `CASE WHEN ${kind} = 'ARRAY' THEN list_transform(CAST(${json} AS JSON[]), lambda item: ${valueText(type.element, 'item', 'json_type(item)', "(item ->> '$')")}) END`
    case 'record': {
      const members = type.fields.map(field => `${singleQuoted(field.name)}: ${memberValue(json, field)}`)
      const valid = type.fields.map(field => memberValid(json, field, `(${memberValue(json, field)})`))
      return `CASE WHEN ${kind} = 'OBJECT' AND ${valid.join(' AND ')} THEN {${members.join(', ')}} END`
    }
  }
}

function timestampOf(wire: TimestampWire, kind: string, text: string): string {
  if (wire === 'iso8601' || wire === 'sql') {
    const pattern = wire === 'sql' ? `${DATE} ${CLOCK}` : `${DATE}[Tt]${CLOCK}(Z|z|[+-][0-9]{2}(:?[0-9]{2})?)?`
    const zoned =
      wire === 'sql'
        ? `${text} || 'Z'`
        : `CASE WHEN regexp_matches(${text}, '(Z|z|[+-][0-9:]{2,5})$') THEN upper(${text}) ELSE ${text} || 'Z' END`
    const micros = `epoch_us(TRY_CAST(${zoned} AS TIMESTAMPTZ))`
    return `CASE WHEN ${kind} = 'VARCHAR' AND regexp_full_match(${text}, '${pattern}') THEN (${micros} - ${floorRemainder(micros, 1000)}) // 1000 END`
  }
  const number = `TRY_CAST(${text} AS DECIMAL(38, 9))`
  const scaled = UNITS_PER_MS[wire] === undefined ? `${number} * ${MS_PER_UNIT[wire]}` : `${number} / ${UNITS_PER_MS[wire]}.0`
  const inRange = `floor(${scaled}) BETWEEN -62135596800000 AND 253402300799999`
  return `CASE WHEN ${kind} IN ('BIGINT', 'UBIGINT', 'DOUBLE') AND ${inRange} THEN CAST(floor(${scaled}) AS BIGINT) END`
}
