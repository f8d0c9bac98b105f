import type { DataType, Value } from '../../pipeline'
import type { AggregateRules } from '../sql/aggregate'
import type { ExpressionDialect } from '../sql/dialect'
import { AGGREGATES } from './aggregates'
import { CASTS } from './casts'
import { FUNCTIONS } from './functions'
import { quoted, textLiteral } from './quote'

/** The Kusto Query Language of Azure Data Explorer and Fabric. */
export const KQL: ExpressionDialect & { readonly aggregates: AggregateRules } = {
  functions: FUNCTIONS,
  casts: CASTS,
  aggregates: AGGREGATES,
  engine: 'kql',
  quoteIdentifier: quoted,
  typeName,
  literal,
  member: (record, name) => `${record}[${textLiteral(name)}]`,
  caseOf: (branches, otherwise) => `case(${branches.map(([when, then]) => `${when}, ${then}`).join(', ')}, ${otherwise})`,
}

/** Timestamps are longs of epoch milliseconds inside of queries. */
export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'string'
    case 'boolean':
      return 'bool'
    case 'int64':
    case 'timestamp':
      return 'long'
    case 'double':
      return 'real'
    default:
      return 'dynamic'
  }
}

export function literal(value: Value, type: DataType): string {
  if (type.kind === 'list') return `dynamic(${JSON.stringify(value)})`
  if (value === null) return `${typeName(type)}(null)`
  if (type.kind === 'string' || type.kind === 'enum') return textLiteral(String(value))
  return type.kind === 'boolean' ? String(value) : `${typeName(type)}(${value})`
}
