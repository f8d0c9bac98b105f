import type { DataType, Output } from '../../../pipeline'
import type { EngineRow } from '../../case'

interface Levels {
  readonly list: readonly { readonly element: unknown }[]
}

/** A row with the lists as they are meant: in tables of BigQuery those with nulls have three levels, as the manifest says. */
export function withPlainLists(row: EngineRow, { columns }: Output): EngineRow {
  const types = new Map(columns.map(({ name, type }) => [name, type]))
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const type = types.get(name)
      return [name, type === undefined ? value : plain(value, type)]
    }),
  )
}

function plain(value: unknown, type: DataType): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (type.kind === 'list') {
    const elements: readonly unknown[] = Array.isArray(value) ? value : (value as Levels).list.map(({ element }) => element)
    return elements.map(element => plain(element, type.element))
  }
  if (type.kind !== 'record') return value
  const record = value as Readonly<Record<string, unknown>>
  return Object.fromEntries(type.fields.map(({ name, type: inner }) => [name, plain(record[name], inner)]))
}
