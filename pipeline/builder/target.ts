import type { StreamTarget, TablePartition } from '../definition'

/** A partition column, by name or as a unit of a timestamp column. */
export type PartitionColumn<C extends string = string> = C | PartitionUnit<C>
export interface PartitionUnit<C extends string = string> {
  readonly column: C
  readonly unit: TablePartition['unit']
}

/** A table whose partitioning needs columns `C`. */
export interface TableOf<Name extends string = string, C extends string = string> {
  readonly kind: 'table'
  readonly name: Name
  readonly partitionBy: readonly PartitionUnit<C>[]
}
export interface StreamOf<Name extends string = string> extends StreamTarget {
  readonly name: Name
}

/** Partition by the hour of a timestamp column, in a column `<column>_hour`. */
export const hour = <const C extends string>(column: C): PartitionUnit<C> => ({ column, unit: 'hour' })
/** Partition by the day of a timestamp or date column, in a column `<column>_day`. */
export const day = <const C extends string>(column: C): PartitionUnit<C> => ({ column, unit: 'day' })
/** Partition by the month of a timestamp or date column, in a column `<column>_month`. */
export const month = <const C extends string>(column: C): PartitionUnit<C> => ({ column, unit: 'month' })

/** A lake table: letters, digits, `_` and `-` in its name. */
export function table<const Name extends string, const C extends string = never>(
  name: Name,
  options: { readonly partitionBy?: readonly PartitionColumn<C>[] } = {},
): TableOf<Name, C> {
  const partitionBy = (options.partitionBy ?? []).map(column =>
    Object.freeze(typeof column === 'string' ? { column, unit: 'value' as const } : { ...column }),
  )
  return Object.freeze({ kind: 'table', name, partitionBy: Object.freeze(partitionBy) })
}

/** A stream of rows: letters, digits, `_` and `-` in its name. */
export function stream<const Name extends string>(name: Name): StreamOf<Name> {
  return Object.freeze({ kind: 'stream', name })
}
