import type { DataType, Field, Source, TimestampWire } from '../../pipeline'
import type { RecordProblem } from '../sql/landing'
import type { SelectColumn } from '../sql/select'
import type { SystemNames } from '../sql/system-names'
import { floorRemainder } from '../sql/time'
import { DATE, finiteText, isoMillis } from './casts'
import { quoteIdentifier, textLiteral } from './quote'
import { inInt64, typeName } from './types'

const RECORD = quoteIdentifier('record')
const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?'
const PLAIN_NUMBER = '-?(0|[1-9][0-9]*)([.][0-9]+)?'
/** Base64 with padding whose unused bits are not set. */
const BASE64 = '([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?'

/** JSON of a VARIANT: texts have quotes, so no text is taken for a number. Null where it is missing. */
const raw = (variant: string) => `TO_JSON(${variant})`
const isText = (variant: string) => `STARTSWITH(${raw(variant)}, '"')`
const scalar = (variant: string) => `CAST(${variant} AS VARCHAR)`
const member = (variant: string, name: string) => `${variant}[${textLiteral(name)}]`
/** Whether JSON has an escape of half a surrogate pair; the documentation of PARSE_JSON doesn't say what it makes of one. All else that JSON has is taken in turn. */
const hasHalfPair = (json: string) =>
  String.raw`CONTAINS(${json}, '\\u') AND NOT REGEXP_LIKE(${json}, '([^\\\\]|\\\\[^u]|\\\\u[^dD]|\\\\u[dD][0-7]|\\\\u[dD][89abAB]..\\\\u[dD][c-fC-F])*')`
const parsed = (names: SystemNames) => `TRY_PARSE_JSON(${quoteIdentifier(names.payload)})`

export function recordColumns(_: Source, names: SystemNames): readonly SelectColumn[] {
  return [{ text: parsed(names), alias: RECORD }]
}

/** Conditions under which a record is no JSON object. */
export function recordProblems(names: SystemNames): readonly RecordProblem[] {
  return [
    { condition: hasHalfPair(quoteIdentifier(names.payload)), code: 'lone-surrogate' },
    { condition: `${parsed(names)} IS NULL`, code: 'malformed' },
    { condition: `NOT STARTSWITH(${raw(parsed(names))}, '{')`, code: 'wrong-type' },
  ]
}

/** The value of a member of the record; null where it is missing, null or no value of the type. */
export function memberValue(field: Field): string {
  return readValue(field.type, member(RECORD, field.wireName))
}

/** True where the member is not what the schema asks for: no value, unless it is optional and missing or null. */
export function memberProblem(field: Field, value: string, names: SystemNames): string {
  return problemOf(field.optional, value, member(parsed(names), field.wireName))
}

function problemOf(optional: boolean, value: string, variant: string): string {
  return optional ? `(${value} IS NULL AND COALESCE(${raw(variant)}, 'null') <> 'null')` : `${value} IS NULL`
}

function readValue(type: DataType, variant: string): string {
  const text = scalar(variant)
  switch (type.kind) {
    case 'string':
      return `CASE WHEN ${isText(variant)} THEN ${text} END`
    case 'boolean':
      return `CASE ${raw(variant)} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END`
    case 'int64': {
      // 1.0 and 1e3 are integers, too.
      const number = `TRY_TO_NUMBER(${raw(variant)}, 38, 18)`
      return `CASE WHEN ${number} = TRUNC(${number}) THEN CAST(${inInt64(number)} AS NUMBER(38, 0)) END`
    }
    case 'double':
      return finiteText(raw(variant))
    case 'decimal': {
      // The same number with as many digits behind the point as fit shows what would be rounded away.
      const more = `TRY_TO_NUMBER(${text}, 38, ${38 - (type.precision - type.scale)})`
      const number = `TRY_TO_NUMBER(${text}, ${type.precision}, ${type.scale})`
      const isPlain = `REGEXP_LIKE(${text}, '${PLAIN_NUMBER}')`
      return `CASE WHEN ${number} = ${more} AND (NOT ${isText(variant)} OR ${isPlain}) THEN ${number} END`
    }
    case 'enum':
      return `CASE WHEN ${isText(variant)} AND ${text} IN (${type.values.map(textLiteral).join(', ')}) THEN ${text} END`
    case 'bytes':
      return textOf(variant, BASE64, `TRY_TO_BINARY(${text}, 'BASE64')`)
    case 'date':
      return textOf(variant, DATE, `TRY_TO_DATE(${text}, 'YYYY-MM-DD')`)
    case 'timestamp':
      return timestampOf(type.wire, variant)
    case 'list': {
      const item = 'item'
      const value = readValue(type.element, item)
      const isWrong = problemOf(type.elementOptional, `(${value})`, item)
      const isList = `STARTSWITH(${raw(variant)}, '[')`
      const list = `CAST(${variant} AS ARRAY)`
      return `CASE WHEN ${isList} AND ARRAY_SIZE(FILTER(${list}, item -> ${isWrong})) = 0 THEN TRANSFORM(${list}, item -> ${value}) END`
    }
    case 'record': {
      const members = type.fields.map(field => ({ field, at: member(variant, field.wireName) }))
      const wrong = members.map(({ field, at }) => problemOf(field.optional, `(${readValue(field.type, at)})`, at))
      const values = members.map(({ field, at }) => `${textLiteral(field.name)}, ${readValue(field.type, at)}`)
      return `CASE WHEN STARTSWITH(${raw(variant)}, '{') AND NOT (${wrong.join(' OR ')}) THEN OBJECT_CONSTRUCT_KEEP_NULL(${values.join(', ')}) END`
    }
  }
}

/** `then` of a text that has a form. */
function textOf(variant: string, form: string, then: string): string {
  return `CASE WHEN ${isText(variant)} AND REGEXP_LIKE(${scalar(variant)}, '${form}') THEN ${then} END`
}

function timestampOf(wire: TimestampWire, variant: string): string {
  const text = scalar(variant)
  if (wire === 'sql') return textOf(variant, `${DATE} ${CLOCK}`, inRange(isoMillis(`REPLACE(${text}, ' ', 'T') || 'Z'`)))
  if (wire === 'iso8601') {
    // A zone of two digits gets its minutes, one without a colon a colon; a time without a zone is UTC.
    const full = `REGEXP_REPLACE(REGEXP_REPLACE(UPPER(${text}), '([+-][0-9]{2})$', '\\\\1:00'), '([+-][0-9]{2})([0-9]{2})$', '\\\\1:\\\\2')`
    const zoned = `CASE WHEN REGEXP_LIKE(SUBSTR(${text}, 20), '.*(Z|z|[+-][0-9:]+)') THEN ${full} ELSE UPPER(${text}) || 'Z' END`
    return textOf(variant, `${DATE}[Tt]${CLOCK}([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?`, inRange(isoMillis(zoned)))
  }
  const number = `TRY_TO_NUMBER(${raw(variant)}, 38, 9)`
  const floor = `FLOOR(${number})`
  const milliseconds = {
    'epoch-s': `FLOOR(${number} * 1000)`,
    'epoch-ms': floor,
    'epoch-us': `(${floor} - ${floorRemainder(floor, 1000)}) / 1000`,
    'epoch-ns': `(${floor} - ${floorRemainder(floor, 1_000_000)}) / 1000000`,
  }[wire]
  return `CAST(${inRange(milliseconds)} AS ${typeName({ kind: 'timestamp', wire })})`
}

function inRange(milliseconds: string): string {
  return `CASE WHEN ${milliseconds} BETWEEN -62135596800000 AND 253402300799999 THEN ${milliseconds} END`
}
