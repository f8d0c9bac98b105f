import type { DataType, Value } from '../../pipeline'
import type { AggregateRules } from '../sql/aggregate'
import type { SqlDialect } from '../sql/dialect'
import { AGGREGATES } from './aggregates'
import { isPredicate } from './booleans'
import { CASTS } from './casts'
import { FUNCTIONS } from './functions'
import { bracketed, singleQuoted } from './quote'

/** The query language of Azure Stream Analytics, compatibility level 1.2. */
export const STREAM_ANALYTICS: SqlDialect & { readonly aggregates: AggregateRules } = {
  functions: FUNCTIONS,
  casts: CASTS,
  aggregates: AGGREGATES,
  engine: 'stream-analytics',
  // A predicate is no value; an overflow stops the job.
  isColumn: expression => !isPredicate(expression),
  failsLoudly: true,
  quoteIdentifier: bracketed,
  typeName,
  literal,
  member: (record, name) => `${record}.${bracketed(name)}`,
  // Reference data is an input of its own, by its name.
  referenceRelation: (reference, alias) => `${bracketed(reference.name)} AS ${alias}`,
  unnest: (list, alias) => `CROSS APPLY GetArrayElements(${list}) AS ${alias}`,
  unnested: alias => `${alias}.[ArrayValue]`,
}

/** Types of events, not of columns: what isn't of it becomes null by TRY_CAST. */
export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'nvarchar(max)'
    case 'boolean':
      return 'bit'
    case 'int64':
    case 'timestamp':
      return 'bigint'
    case 'double':
      return 'float'
    case 'list':
      return 'array'
    case 'record':
      return 'record'
    default:
      throw new Error(`Stream Analytics has no type for ${type.kind}: check the definition first`)
  }
}

function literal(value: Value, type: DataType): string {
  if (value === null) return 'NULL'
  switch (type.kind) {
    case 'string':
    case 'enum':
      return singleQuoted(String(value))
    case 'boolean':
      return `CAST(${value === true ? 1 : 0} AS bit)`
    case 'int64':
    case 'timestamp':
      return Number(value) < 0 ? `(${value})` : String(value)
    case 'double':
      return doubleLiteral(Number(value))
    default:
      throw new Error(`Stream Analytics has no literal of ${type.kind}: check the definition first`)
  }
}

/** Without a point a literal is a bigint. */
function doubleLiteral(value: number): string {
  const text = String(value).toUpperCase().replace('+', '')
  const number = /[.E]/.test(text) ? text : `${text}.0`
  return value < 0 ? `(${number})` : number
}
