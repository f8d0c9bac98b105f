import type { DataType, Reference, Value } from '../../pipeline'
import { lowered, refused, supported } from '../rule'
import type { AggregateRules } from '../sql/aggregate'
import type { SqlDialect } from '../sql/dialect'
import { doubleQuoted, singleQuoted } from '../sql/quote'
import { CASTS } from './casts'
import { FUNCTIONS } from './functions'
import { typeName } from './types'

const notWritten = refused('not-written', 'nobody has compared the aggregate with EMIT ON WINDOW CLOSE')
const AGGREGATES: AggregateRules = {
  count: supported(({ input }) => `COUNT(${input})`),
  sum: lowered('the sum of bigints is a numeric, and brought back', ({ input, type }) =>
    type.kind === 'int64' ? `CAST(SUM(${input}) AS BIGINT)` : `SUM(${input})`,
  ),
  avg: lowered('of bigints a numeric, and brought to a double', ({ input }) => `CAST(AVG(${input}) AS DOUBLE PRECISION)`),
  min: supported(({ input }) => `MIN(${input})`),
  max: supported(({ input }) => `MAX(${input})`),
  countDistinct: supported(({ input }) => `COUNT(DISTINCT ${input})`),
  approxCountDistinct: lowered(
    'counted exactly, which is within every bound',
    ({ input }) => `CAST(NULLIF(COUNT(DISTINCT ${input}), 0) AS DOUBLE PRECISION)`,
  ),
  quantile: notWritten,
  topK: notWritten,
  first: notWritten,
  last: notWritten,
}

/** The SQL of RisingWave, which follows that of PostgreSQL. */
export const RISINGWAVE: SqlDialect & { readonly aggregates: AggregateRules } = {
  functions: FUNCTIONS,
  casts: CASTS,
  aggregates: AGGREGATES,
  engine: 'risingwave',
  quoteIdentifier: doubleQuoted,
  typeName,
  literal,
  member: (record, name) => `(${record}).${doubleQuoted(name)}`,
  referenceRelation: (reference, alias) =>
    `(${rowsOf(reference)}) AS ${alias}(${reference.fields.map(({ name }) => doubleQuoted(name)).join(', ')})`,
  unnest: (list, alias, element) => `CROSS JOIN UNNEST(${list}) AS ${alias}(${element})`,
}

function literal(value: Value, type: DataType): string {
  if (value === null) return `CAST(NULL AS ${typeName(type)})`
  switch (type.kind) {
    case 'string':
    case 'enum':
      return singleQuoted(String(value))
    case 'boolean':
      return value === true ? 'TRUE' : 'FALSE'
    case 'int64':
    case 'timestamp':
      return `CAST(${Number(value) < 0 ? singleQuoted(String(value)) : value} AS BIGINT)`
    case 'double':
      return `CAST(${singleQuoted(String(value))} AS DOUBLE PRECISION)`
    case 'list':
      return `CAST(ARRAY[${Array.isArray(value) ? value.map(element => literal(element, type.element)).join(', ') : ''}] AS ${typeName(type)})`
    default:
      throw new Error(`RisingWave's literal of ${type.kind} was not written: check the definition first`)
  }
}

function rowsOf({ fields, rows }: Reference): string {
  const lines = rows.map(row => `  (${row.map((value, index) => literal(value, fields[index].type)).join(', ')})`)
  return `VALUES\n${lines.join(',\n')}`
}
