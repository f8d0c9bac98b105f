import type { Field, Output, TablePartition } from '../../pipeline'
import type { CatalogColumn } from './catalog-plan'

/** How Athena finds the partitions of a plain Parquet table without asking Glue. https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html */
export interface Projection {
  readonly key: CatalogColumn
  /** Parameters of the table, without `projection.<column>.`. */
  readonly parameters: Readonly<Record<string, string>>
  /** `windowStart_day=${windowstart_day}`: folders keep their case, Glue's columns don't. */
  readonly folder: string
}

/** Columns of the table that partitions add, as the lake writes them: `<column>_day` a date, `<column>_hour` and `<column>_month` texts. */
export function addedColumns(output: Output): readonly CatalogColumn[] {
  return partitionsOf(output)
    .filter(({ unit }) => unit !== 'value')
    .map(({ column, unit }) => ({ name: `${column}_${unit}`.toLowerCase(), type: unit === 'day' ? 'date' : 'string' }))
}

export const partitionsOf = ({ into }: Output): readonly TablePartition[] => (into.kind === 'table' ? into.partitionBy : [])

const TIME_UNITS = {
  hour: { format: "yyyy-MM-dd'T'HH", unit: 'HOURS', first: (day: string) => `${day}T00` },
  day: { format: 'yyyy-MM-dd', unit: 'DAYS', first: (day: string) => day },
  month: { format: 'yyyy-MM', unit: 'MONTHS', first: (day: string) => day.slice(0, 7) },
} as const

/** The projection of each partition, or undefined where one of them can't be projected: values that nobody can list, nulls. */
export function projectionsOf(output: Output, firstDay: string): readonly Projection[] | undefined {
  const projections = partitionsOf(output).map(partition => projectionOf(partition, output.columns, firstDay))
  const known = projections.filter(projection => projection !== undefined)
  return known.length === projections.length && known.length > 0 ? known : undefined
}

function projectionOf({ column, unit }: TablePartition, columns: readonly Field[], firstDay: string): Projection | undefined {
  const field = columns.find(({ name }) => name === column)
  // A null has a folder of its own, which no projection names.
  if (field === undefined || field.optional) return undefined
  if (unit !== 'value') return timeProjection(`${column}_${unit}`, unit, firstDay)
  const values = valuesOf(field)
  if (values === undefined) return undefined
  return {
    key: { name: column.toLowerCase(), type: 'string' },
    parameters: { type: 'enum', values: values.join(',') },
    folder: folderOf(column),
  }
}

function timeProjection(column: string, unit: 'hour' | 'day' | 'month', firstDay: string): Projection {
  const { format, unit: interval, first } = TIME_UNITS[unit]
  return {
    key: { name: column.toLowerCase(), type: unit === 'day' ? 'date' : 'string' },
    parameters: {
      type: 'date',
      format,
      // Windows may begin in the hour that follows.
      range: `${first(firstDay)},NOW+1DAYS`,
      interval: '1',
      'interval.unit': interval,
    },
    folder: folderOf(column),
  }
}

/** Values that can be listed, and that stand in folders as they are. */
function valuesOf({ type }: Field): readonly string[] | undefined {
  if (type.kind === 'boolean') return ['false', 'true']
  if (type.kind !== 'enum' || type.values.some(value => !/^[A-Za-z0-9_-]+$/.test(value))) return undefined
  return type.values
}

const folderOf = (column: string): string => `${column}=$\{${column.toLowerCase()}}`
