import type { Reference } from '../../pipeline'
import type { LandingDialect } from '../sql/landing'
import { AGGREGATES } from './aggregates'
import { CASTS } from './casts'
import { FUNCTIONS } from './functions'
import { memberProblem, memberValue, recordColumns, recordProblems } from './json-fields'
import { literal } from './literal'
import { quoteIdentifier, textLiteral } from './quote'
import { typeName } from './types'

/** Snowflake's SQL. Lists are ARRAY, records are OBJECT: what is in them is VARIANT, and cast when it is read. */
export const SNOWFLAKE: LandingDialect = {
  functions: FUNCTIONS,
  casts: CASTS,
  aggregates: AGGREGATES,
  ranksRows: true,
  engine: 'snowflake',
  quoteIdentifier,
  typeName,
  literal,
  member: (record, name, type) => {
    const value = `${record}[${textLiteral(name)}]`
    return type === undefined ? value : `CAST(${value} AS ${typeName(type)})`
  },
  referenceRelation: (reference, alias) => `(${rowsOf(reference)}) AS ${alias}`,
  unnest: (list, alias) => `CROSS JOIN LATERAL FLATTEN(INPUT => ${list}) AS ${alias}`,
  unnested: (alias, _, type) => `CAST(${alias}.VALUE AS ${typeName(type)})`,
  numbers: (count, alias, column) =>
    `(VALUES ${Array.from({ length: count }, (_, number) => `(${number})`).join(', ')}) AS ${alias}(${column})`,
  recordColumns,
  byteLength: text => `LENGTH(TO_BINARY(${text}, 'UTF-8'))`,
  recordProblems,
  memberValue,
  memberProblem,
  epochOf: column => `DATE_PART(EPOCH_MILLISECOND, ${column})`,
  outputValue: (column, { type }) => (type.kind === 'timestamp' ? `TO_TIMESTAMP_NTZ(${column}, 3)` : column),
  relation: quoteIdentifier,
}

/** VALUES takes constants only; casts and functions stand in SELECTs. */
function rowsOf({ fields, rows }: Reference): string {
  const columns = (values: readonly string[]) =>
    values.map((value, index) => `${value} AS ${quoteIdentifier(fields[index].name)}`).join(', ')
  if (rows.length === 0) return `SELECT ${columns(fields.map(({ type }) => literal(null, type)))} WHERE FALSE`
  const selects = rows.map(row => `  SELECT ${columns(row.map((value, index) => literal(value, fields[index].type)))}`)
  return `\n${selects.join(' UNION ALL\n')}\n`
}
