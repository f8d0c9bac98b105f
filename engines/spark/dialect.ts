import type { AggregateRules } from '../sql/aggregate'
import type { SqlDialect } from '../sql/dialect'
import { backQuoted } from '../sql/quote'
import { AGGREGATES } from './aggregates'
import { CASTS } from './casts'
import { FUNCTIONS } from './functions'
import { literal, rowsOf } from './literals'
import { typeName } from './types'

/** Spark SQL 4.x in ANSI mode, with the settings of `settings.ts`. */
export const SPARK: SqlDialect & { readonly aggregates: AggregateRules } = {
  functions: FUNCTIONS,
  casts: CASTS,
  aggregates: AGGREGATES,
  engine: 'spark',
  quoteIdentifier: backQuoted,
  typeName,
  literal,
  member: (record, name) => `${record}.${backQuoted(name)}`,
  referenceRelation: (reference, alias) =>
    `${rowsOf(reference)} AS ${alias}(${reference.fields.map(({ name }) => backQuoted(name)).join(', ')})`,
  unnest: (list, alias, element) => `CROSS JOIN LATERAL explode(${list}) AS ${alias}(${element})`,
}
