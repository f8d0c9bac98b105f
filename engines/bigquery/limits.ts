import { type DataType, type Definition, expressionsOf, type Field } from '../../pipeline'
import type { EngineIssue } from '../engine'
import { isMixed } from '../sql/compare'

const ARRAYS = 'https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#array_nulls'

/** What the tables of capabilities can't say. */
export function limitsOf(definition: Definition): readonly EngineIssue[] {
  const { source } = definition
  const names = source.fields.flatMap((field, index) => wireNames(field, `source.fields[${index}]`))
  const nested = source.fields.flatMap(({ type }, index) => nestedLists(type, `source.fields[${index}].type`))
  return [...names, ...nested, ...callLimits(definition)]
}

/** A quote in a name is escaped by a backslash; a backslash itself stands as it is. */
function wireNames({ wireName, type }: Field, path: string): readonly EngineIssue[] {
  const inner = type.kind === 'list' ? type.element : type
  const members = inner.kind === 'record' ? inner.fields.flatMap((field, index) => wireNames(field, `${path}.type.fields[${index}]`)) : []
  if (!/\\("|$)/.test(wireName)) return members
  const reason = 'a JSONPath can not name a member with a backslash at the end or before a quote'
  return [
    { feature: 'limit', path: `${path}.wireName`, kind: 'never', reason, hint: 'give the member another name on the wire' },
    ...members,
  ]
}

function nestedLists(type: DataType, path: string): readonly EngineIssue[] {
  if (type.kind === 'record') return type.fields.flatMap((field, index) => nestedLists(field.type, `${path}.fields[${index}]`))
  if (type.kind !== 'list') return []
  if (type.element.kind !== 'list') return nestedLists(type.element, `${path}.element`)
  const reason = 'BigQuery has no arrays of arrays'
  return [{ feature: 'limit', path, kind: 'never', reason, hint: 'put the inner list into a record', link: ARRAYS }]
}

function callLimits(definition: Definition): readonly EngineIssue[] {
  return expressionsOf(definition).flatMap(({ expression, path }): readonly EngineIssue[] => {
    if (expression.node !== 'call') return []
    const { function: name, arguments: given } = expression
    // Their null is a value, too, so no guard can tell that they failed.
    if ((name === 'splitPart' || name === 'listElement') && given.slice(1).some(({ node }) => node !== 'literal')) {
      const reason = 'where the index or separator is not a literal, one that the law refuses can not be told from a missing element'
      return [{ feature: `functions.${name}`, path, kind: 'not-written', reason, hint: 'use literals' }]
    }
    const [list, value] = given
    if (name === 'listContains' && list.type.kind === 'list' && isMixed({ ...list, type: list.type.element }, value)) {
      const reason = 'a double and exact numbers are compared as doubles there'
      return [{ feature: 'functions.listContains', path, kind: 'not-written', reason, hint: "cast the value to the elements' type" }]
    }
    return []
  })
}
