import type { Reference } from '../../pipeline'
import { parameter } from '../parameters'
import type { LandingDialect } from '../sql/landing'
import { AGGREGATES } from './aggregates'
import { CASTS } from './casts'
import { csvRecord } from './csv'
import { FUNCTIONS } from './functions'
import { memberProblem, memberValue, rawMembers, recordProblems } from './json-fields'
import { literal } from './literal'
import { quoteIdentifier } from './quote'
import { storedValue } from './stored-lists'
import { typeName } from './types'

/** GoogleSQL as BigQuery has it. */
export const BIGQUERY: LandingDialect = {
  functions: FUNCTIONS,
  casts: CASTS,
  aggregates: AGGREGATES,
  ranksRows: true,
  engine: 'bigquery',
  quoteIdentifier,
  typeName,
  literal,
  member: (record, name) => `${record}.${quoteIdentifier(name)}`,
  referenceRelation: (reference, alias) => `UNNEST(${rowsOf(reference)}) AS ${alias}`,
  unnest: (list, alias) => `CROSS JOIN UNNEST(${list}) AS ${alias}`,
  // The alias of an UNNEST is the element itself.
  unnested: alias => alias,
  numbers: (count, alias, column) => `(SELECT ${column} FROM UNNEST(GENERATE_ARRAY(0, ${count - 1})) AS ${column}) AS ${alias}`,
  recordColumns: rawMembers,
  csvRecord,
  byteLength: text => `BYTE_LENGTH(${text})`,
  recordProblems,
  memberValue,
  memberProblem,
  epochOf: column => `UNIX_MILLIS(${column})`,
  outputValue: (column, field) => (field.type.kind === 'timestamp' ? `TIMESTAMP_MILLIS(${column})` : storedValue(column, field)),
  relation: name => `${quoteDataset()}.${quoteIdentifier(name)}`,
}

function quoteDataset(): string {
  return `\`${parameter('dataset')}\``
}

function rowsOf({ fields, rows }: Reference): string {
  const type = `ARRAY<STRUCT<${fields.map(field => `${quoteIdentifier(field.name)} ${typeName(field.type)}`).join(', ')}>>`
  if (rows.length === 0) return `${type}[]`
  const lines = rows.map(row => `  (${row.map((value, index) => literal(value, fields[index].type)).join(', ')})`)
  return `${type}[\n${lines.join(',\n')}\n]`
}
