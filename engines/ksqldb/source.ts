import type { Definition, Field, TimestampWire } from '../../pipeline'
import { parameter } from '../parameters'
import { bare } from '../sql/expression'
import type { SystemNames } from '../sql/system-names'
import { floorRemainder } from './arithmetic'
import { quoteIdentifier, text, typeName } from './dialect'
import type { Statement } from './statement'

const MIN_TIME_MS = -62_135_596_800_000
const MAX_TIME_MS = 253_402_300_799_999
const ISO =
  '\\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)?\\z'
const SQL = '\\A[0-9]{4}-[0-9]{2}-[0-9]{2} ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?\\z'

/** The stream over the topic, and the one of records that have all that is required, with their time as epoch ms. */
export function sourceStatements({ source }: Definition, names: SystemNames, stream: (suffix: string) => string): readonly Statement[] {
  const { fields, eventTime } = source
  const format = source.format === 'json' ? 'JSON' : 'AVRO'
  const columns = fields.map(
    ({ wireName, type }) => `  ${quoteIdentifier(wireName)} ${type.kind === 'timestamp' && isText(type.wire) ? 'VARCHAR' : typeName(type)}`,
  )
  const arrival = freeName('arrival_time_ms', fields)
  const arrivalColumn = source.maxAheadMs === null ? [] : [`  ROWTIME AS ${quoteIdentifier(arrival)}`]
  const raw: Statement = {
    comment: 'Records as they are on the topic.',
    text: `CREATE STREAM ${quoteIdentifier(stream('records'))} (\n${columns.join(',\n')}\n) WITH (KAFKA_TOPIC = '${parameter('source_topic')}', VALUE_FORMAT = '${format}');`,
  }
  const read: Statement = {
    comment: 'Times as epoch milliseconds.',
    text: createStream(stream('read'), [
      `SELECT\n${[...fields.map(readColumn), ...arrivalColumn].join(',\n')}`,
      `FROM ${quoteIdentifier(stream('records'))}`,
    ]),
  }
  const time = quoteIdentifier(eventTime)
  const conditions = [
    `${time} >= ${MIN_TIME_MS} AND ${time} <= ${MAX_TIME_MS}`,
    ...(source.maxAheadMs === null ? [] : [`${time} <= ${quoteIdentifier(arrival)} + ${source.maxAheadMs}`]),
    ...fields.filter(({ name, optional }) => !optional && name !== eventTime).map(({ name }) => `${quoteIdentifier(name)} IS NOT NULL`),
    ...fields.flatMap(field => allowedText(field)),
  ]
  const valid: Statement = {
    comment: 'Events: records with all that is required, and a time that is not too far ahead of its arrival.',
    text: createStream(stream('events'), [
      `SELECT ${[...fields.map(({ name }) => quoteIdentifier(name)), `${time} AS ${quoteIdentifier(names.time)}`].join(', ')}`,
      `FROM ${quoteIdentifier(stream('read'))}`,
      `WHERE ${conditions.join('\n  AND ')}`,
    ]),
  }
  return [raw, read, valid]
}

function freeName(name: string, fields: readonly Field[]): string {
  return fields.some(field => field.name === name) ? freeName(`${name}_`, fields) : name
}

/** `CREATE STREAM … AS SELECT … EMIT CHANGES`. Its topic has its name, in letters that topics may have. */
export function createStream(name: string, clauses: readonly string[], more: readonly string[] = [], topic = topicOf(name)): string {
  const settings = [`KAFKA_TOPIC = '${topic}'`, `VALUE_FORMAT = 'JSON'`, ...more]
  return `CREATE STREAM ${quoteIdentifier(name)} WITH (${settings.join(', ')}) AS\n${clauses.join('\n')}\nEMIT CHANGES;`
}

export function topicOf(name: string): string {
  return `${parameter('topic_prefix')}${name.replace(/[^a-zA-Z0-9._-]/g, '_').slice(0, 150)}`
}

function allowedText({ name, type }: Field): readonly string[] {
  if (type.kind !== 'enum') return []
  const column = quoteIdentifier(name)
  return [`(${column} IS NULL OR ${column} IN (${type.values.map(text).join(', ')}))`]
}

const isText = (wire: TimestampWire): boolean => wire === 'iso8601' || wire === 'sql'

function readText({ wireName, type }: Field): string {
  const column = quoteIdentifier(wireName)
  if (type.kind !== 'timestamp') return column
  switch (type.wire) {
    case 'epoch-us':
      return rounded(column, 1000)
    case 'epoch-ns':
      return rounded(column, 1_000_000)
    case 'iso8601':
      return timeText(column, ISO, 't')
    case 'sql':
      return timeText(column, SQL, ' ')
    default:
      return column
  }
}

function readColumn(field: Field): string {
  const column = readText(field)
  const name = quoteIdentifier(field.name)
  return column === name ? `  ${name}` : `  ${column} AS ${name}`
}

/** Toward minus infinity. */
function rounded(column: string, size: number): string {
  return `CASE WHEN ${column} IS NULL THEN NULL ELSE (${column} - ${bare(floorRemainder(column, size))}) / ${size} END`
}

/** ksqlDB's own formats have one number of fraction digits, so the parts are read by patterns. */
function timeText(column: string, pattern: string, separator: string): string {
  const seconds = `UNIX_TIMESTAMP(PARSE_TIMESTAMP(REPLACE(SUBSTRING(${column}, 1, 19), '${separator}', 'T'), 'yyyy-MM-dd''T''HH:mm:ss', 'UTC'))`
  const fraction = `CAST(RPAD(IFNULL(REGEXP_EXTRACT('\\.([0-9]{1,3})', ${column}, 1), ''), 3, '0') AS BIGINT)`
  const hours = `CAST(IFNULL(REGEXP_EXTRACT('[+-]([0-9]{2})(:?[0-9]{2})?\\z', SUBSTRING(${column}, 20), 1), '0') AS BIGINT)`
  const minutes = `CAST(IFNULL(REGEXP_EXTRACT('[+-][0-9]{2}:?([0-9]{2})\\z', SUBSTRING(${column}, 20), 1), '0') AS BIGINT)`
  const sign = `CASE WHEN INSTR(SUBSTRING(${column}, 20), '-') > 0 THEN -60000 ELSE 60000 END`
  const offset = separator === ' ' ? '' : `\n      - (${hours} * 60 + ${minutes}) * ${sign}`
  return `CASE WHEN REGEXP_EXTRACT('${pattern}', ${column}) IS NULL THEN NULL\n    ELSE ${seconds}\n      + ${fraction}${offset} END`
}
