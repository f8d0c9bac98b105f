import type { DataType, Field, Source, TimestampWire } from '../../pipeline'
import { bare } from '../sql/expression'
import type { RecordProblem } from '../sql/landing'
import type { SelectColumn } from '../sql/select'
import type { SystemNames } from '../sql/system-names'
import { DATE, finite, isoMillis } from './casts'
import { literal } from './literal'
import { pattern, quoteIdentifier, textLiteral } from './quote'
import { fitting } from './types'

const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?'
const PLAIN_NUMBER = '^-?(0|[1-9][0-9]*)([.][0-9]+)?$'
/** Base64 with padding whose unused bits are not set. */
const BASE64 = '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$'
const UNITS_PER_MS: Readonly<Record<string, number>> = { 'epoch-us': 1000, 'epoch-ns': 1_000_000 }

/** A value in JSON text: the column, and where it is there, as a JSONPath. `isRaw`: the column is the value as it stands, or null. */
interface Place {
  readonly json: string
  readonly path: string
  readonly isRaw?: true
}

const SIMPLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** As it stands in the JSON; null where it is missing or null. Numbers keep all their digits. */
const raw = ({ json, path, isRaw }: Place) => (isRaw ? json : `JSON_QUERY(${json}, ${textLiteral(path)})`)
/** A text without its quotes and escapes, any other scalar as it stands; null for lists and records. */
const scalar = ({ json, path }: Place) => `JSON_VALUE(${json}, ${textLiteral(path)})`
const isText = (place: Place) => `STARTS_WITH(${raw(place)}, '"')`
const member = ({ json, path }: Place, name: string): Place => ({
  json,
  path: `${path}.${SIMPLE_NAME.test(name) ? name : `"${name.replaceAll('"', '\\"')}"`}`,
})
const payloadMember = (field: Field, names: SystemNames) => member({ json: quoteIdentifier(names.payload), path: '$' }, field.wireName)

/** The members of the record as JSON, under the fields' names. */
export function rawMembers({ fields }: Source, names: SystemNames): readonly SelectColumn[] {
  return fields.map(field => {
    const place = payloadMember(field, names)
    const text = hasTexts(field.type) && !hasExactNumbers(field.type) ? parsedMember(place) : raw(place)
    return { text, alias: quoteIdentifier(field.name) }
  })
}

/** JSON functions over texts read a pair of escapes `\ud83d\ude00` as two characters that are none, those over parsed JSON as one. */
function parsedMember({ json, path }: Place): string {
  return `TO_JSON_STRING(JSON_QUERY(${parsed(json)}, ${textLiteral(path)}))`
}

/** Parsed JSON keeps integers of 64 bits and doubles. */
const parsed = (payload: string) => `SAFE.PARSE_JSON(${payload}, wide_number_mode => 'round')`

function hasTexts(type: DataType): boolean {
  return type.kind === 'string' || type.kind === 'enum' || within(type).some(hasTexts)
}

function hasExactNumbers(type: DataType): boolean {
  const isEpoch = type.kind === 'timestamp' && type.wire !== 'iso8601' && type.wire !== 'sql'
  return type.kind === 'int64' || type.kind === 'decimal' || isEpoch || within(type).some(hasExactNumbers)
}

function within(type: DataType): readonly DataType[] {
  if (type.kind === 'list') return [type.element]
  return type.kind === 'record' ? type.fields.map(field => field.type) : []
}

/** Conditions under which a record is no JSON object. */
export function recordProblems(names: SystemNames): readonly RecordProblem[] {
  const payload = quoteIdentifier(names.payload)
  return [
    { condition: `${parsed(payload)} IS NULL`, code: 'malformed' },
    { condition: `NOT REGEXP_CONTAINS(${payload}, ${pattern('^[ \\t\\r\\n]*[{]')})`, code: 'wrong-type' },
  ]
}

/** The value of a member of the record; null where it is missing, null or no value of the type. */
export function memberValue(field: Field): string {
  return textOfValue(field.type, { json: quoteIdentifier(field.name), path: '$', isRaw: true })
}

/** True where the member is not what the schema asks for: no value, unless it is optional and missing or null. */
export function memberProblem(field: Field, value: string, names: SystemNames): string {
  return problemOf(field, value, payloadMember(field, names))
}

function problemOf(field: Field, value: string, place: Place): string {
  return field.optional ? `(${value} IS NULL AND ${raw(place)} IS NOT NULL)` : `${value} IS NULL`
}

function textOfValue(type: DataType, place: Place): string {
  switch (type.kind) {
    case 'string':
      return `IF(${isText(place)}, ${scalar(place)}, NULL)`
    case 'boolean':
      return `CASE ${raw(place)} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END`
    case 'int64': {
      // 1.0 and 1e3 are integers, too.
      const number = `SAFE_CAST(${raw(place)} AS BIGNUMERIC)`
      return `IF(MOD(${number}, 1) = 0, SAFE_CAST(${number} AS INT64), NULL)`
    }
    case 'double':
      return finite(`SAFE_CAST(${raw(place)} AS FLOAT64)`)
    case 'decimal': {
      const number = `SAFE_CAST(${scalar(place)} AS BIGNUMERIC)`
      const isPlain = `REGEXP_CONTAINS(${scalar(place)}, ${pattern(PLAIN_NUMBER)})`
      const isWhole = `${number} = ROUND(${number}, ${type.scale})`
      return `IF(${isWhole} AND (NOT ${isText(place)} OR ${isPlain}), ${fitting(number, type, false)}, NULL)`
    }
    case 'enum':
      return `IF(${isText(place)} AND ${scalar(place)} IN (${type.values.map(textLiteral).join(', ')}), ${scalar(place)}, NULL)`
    case 'bytes':
      return textOf(place, BASE64, text => `FROM_BASE64(${text})`)
    case 'date':
      return textOf(place, `^${DATE}$`, text => `SAFE_CAST(${text} AS DATE)`)
    case 'timestamp':
      return timestampOf(type.wire, place)
    case 'list': {
      const item: Place = { json: quoteIdentifier('item'), path: '$' }
      const value = bare(textOfValue(type.element, item))
      const items = `UNNEST(JSON_QUERY_ARRAY(${place.json}, ${textLiteral(place.path)}))`
      const isWrong = problemOf({ name: '', wireName: '', type: type.element, optional: type.elementOptional }, value, item)
      const values = `ARRAY(SELECT ${value} FROM ${items} AS ${item.json} WITH OFFSET AS position ORDER BY position)`
      const isList = `STARTS_WITH(${raw(place)}, '[')`
      return `IF(${isList} AND NOT EXISTS(SELECT 1 FROM ${items} AS ${item.json} WHERE ${bare(isWrong)}), ${values}, NULL)`
    }
    case 'record': {
      const members = type.fields.map(field => ({ field, value: textOfValue(field.type, member(place, field.wireName)) }))
      const wrong = members.map(({ field, value }) => problemOf(field, value, member(place, field.wireName)))
      const values = members.map(({ field, value }) => `${value} AS ${quoteIdentifier(field.name)}`)
      return `IF(STARTS_WITH(${raw(place)}, '{') AND NOT (${wrong.join(' OR ')}), STRUCT(${values.join(', ')}), ${literal(null, type)})`
    }
  }
}

/** `then` of a text that has a form. */
function textOf(place: Place, form: string, then: (text: string) => string): string {
  const text = scalar(place)
  return `IF(${isText(place)} AND REGEXP_CONTAINS(${text}, ${pattern(form)}), ${then(text)}, NULL)`
}

function timestampOf(wire: TimestampWire, place: Place): string {
  if (wire === 'sql') return textOf(place, `^${DATE} ${CLOCK}$`, text => isoMillis(`CONCAT(${text}, 'Z')`))
  if (wire === 'iso8601')
    return textOf(place, `^${DATE}[Tt]${CLOCK}([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?$`, text => {
      // A zone without a colon gets one; a time without a zone is UTC.
      const zone = `REGEXP_REPLACE(REGEXP_EXTRACT(${text}, ${pattern('(?:[Zz]|[+-][0-9]{2}:?[0-9]{0,2})$')}), ${pattern('([0-9]{2})([0-9]{2})$')}, ${pattern('\\1:\\2')})`
      const local = `REGEXP_EXTRACT(${text}, ${pattern('^.{19}(?:[.][0-9]{1,3})?')})`
      return `UNIX_MILLIS(SAFE_CAST(UPPER(CONCAT(${local}, COALESCE(${zone}, 'Z'))) AS TIMESTAMP))`
    })
  const number = `SAFE_CAST(${raw(place)} AS BIGNUMERIC)`
  const scaled = {
    'epoch-s': `SAFE_MULTIPLY(${number}, 1000)`,
    'epoch-ms': number,
    'epoch-us': `${number} / ${UNITS_PER_MS['epoch-us']}`,
    'epoch-ns': `${number} / ${UNITS_PER_MS['epoch-ns']}`,
  }[wire]
  const milliseconds = `FLOOR(${scaled})`
  return `CAST(IF(${milliseconds} BETWEEN -62135596800000 AND 253402300799999, ${milliseconds}, NULL) AS INT64)`
}
