import type { DataType, Field } from '../../pipeline'
import { quoteIdentifier } from './quote'
import { typeName } from './types'

type Place = Pick<Field, 'type' | 'optional'>

const element = ({ elementOptional, element: type }: Extract<DataType, { readonly kind: 'list' }>): Place => ({
  type,
  optional: elementOptional,
})

/** Tables hold no null arrays (they become empty) and no null elements (they are errors). https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#array_nulls */
const isWrapped = ({ type, optional }: Place): boolean => type.kind === 'list' && (optional || type.elementOptional)

function hasWrapped(place: Place): boolean {
  const { type } = place
  if (isWrapped(place)) return true
  if (type.kind === 'list') return hasWrapped(element(type))
  return type.kind === 'record' && type.fields.some(hasWrapped)
}

/**
 * The type of a value in a table: lists that may be null or hold nulls are `STRUCT<list ARRAY<STRUCT<element …>>>`, the three levels of Parquet's lists, in
 * which BigQuery itself loads them. https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-parquet#list_logical_type
 */
export function storedTypeName(place: Place): string {
  const { type } = place
  if (!hasWrapped(place)) return typeName(type)
  if (type.kind === 'list') {
    const inner = storedTypeName(element(type))
    return isWrapped(place) ? `STRUCT<\`list\` ARRAY<STRUCT<\`element\` ${inner}>>>` : `ARRAY<${inner}>`
  }
  const members = type.kind === 'record' ? type.fields : []
  return `STRUCT<${members.map(member => `${quoteIdentifier(member.name)} ${storedTypeName(member)}`).join(', ')}>`
}

/** A value of a query as it is stored. */
export function storedValue(text: string, place: Place, depth = 1): string {
  const { type } = place
  if (!hasWrapped(place)) return text
  if (type.kind === 'list') {
    const [item, at] = [`item_${depth}`, `at_${depth}`].map(quoteIdentifier)
    const inner = storedValue(item, element(type), depth + 1)
    const items = (select: string) => `ARRAY(SELECT ${select} FROM UNNEST(${text}) AS ${item} WITH OFFSET AS ${at} ORDER BY ${at})`
    if (!isWrapped(place)) return items(inner)
    return unlessNull(text, `STRUCT(${items(`AS STRUCT ${inner} AS \`element\``)} AS \`list\`)`)
  }
  const members = type.kind === 'record' ? type.fields : []
  const values = members.map(member => {
    const name = quoteIdentifier(member.name)
    return `${storedValue(`${text}.${name}`, member, depth)} AS ${name}`
  })
  return unlessNull(text, `STRUCT(${values.join(', ')})`)
}

function unlessNull(text: string, value: string): string {
  return `IF(${text} IS NULL, NULL, ${value})`
}

/** For the manifest: whether a reader finds the column in three levels somewhere. */
export function isStoredInLevels(field: Field): boolean {
  return hasWrapped(field)
}
