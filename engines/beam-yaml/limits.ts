import type { DataType, Definition } from '../../pipeline'
import type { EngineIssue } from '../engine'
import type { Variant } from './source'

const ARRAYS = 'https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#array_nulls'

/** What tables of BigQuery can't hold. */
export function limitsOf({ outputs }: Definition, variant: Variant): readonly EngineIssue[] {
  if (variant !== 'dataflow') return []
  return outputs.flatMap((output, index) =>
    output.into.kind !== 'table'
      ? []
      : output.columns.flatMap((column, at) => {
          const path = `outputs[${index}].columns[${at}]`
          const nested = column.type.kind === 'list' && column.type.element.kind === 'list'
          if (nested || holdsNulls(column.type))
            return [
              limit(path, nested ? 'BigQuery has no lists of lists' : "BigQuery's arrays hold no null", 'write to a stream or to Iceberg'),
            ]
          return []
        }),
  )
}

function holdsNulls(type: DataType): boolean {
  if (type.kind === 'list') return type.elementOptional || holdsNulls(type.element)
  return type.kind === 'record' && type.fields.some(field => holdsNulls(field.type))
}

function limit(path: string, reason: string, hint: string): EngineIssue {
  return { feature: 'limit', path, kind: 'never', reason, hint, link: ARRAYS }
}
