import type { Definition, Output, TablePartition } from '../../../pipeline'
import type { EngineRow } from '../../case'

/** The case's outputs as tables, in partitions of time where they name none themselves. */
export function tabled(definition: Definition): Definition {
  return { ...definition, outputs: definition.outputs.map(output => ({ ...output, into: tableOf(output) })) }
}

function tableOf({ columns, windowed, into: { name }, into }: Output): Output['into'] {
  if (into.kind === 'table' && into.partitionBy.length > 0) return into
  const time = columns.find(({ type, optional }) => type.kind === 'timestamp' && !optional)
  const partitionBy: readonly TablePartition[] =
    time === undefined ? [] : [{ column: time.name, unit: windowed === null ? 'month' : 'hour' }]
  return { kind: 'table', name, partitionBy }
}

/**
 * The rows without the columns that partitions add.
 * @throws Error where such a column is not what its column gives
 */
export function withoutPartitions(rows: readonly EngineRow[], { into }: Output): readonly EngineRow[] {
  const added = into.kind === 'table' ? into.partitionBy.filter(({ unit }) => unit !== 'value') : []
  return rows.map(row => {
    for (const partition of added) {
      const name = nameOf(partition)
      const expected = partitionText(row[partition.column], partition)
      if (row[name] !== expected) throw new Error(`${name} is ${row[name]} and should be ${expected}`)
    }
    const names = new Set(added.map(nameOf))
    return Object.fromEntries(Object.entries(row).filter(([name]) => !names.has(name)))
  })
}

const nameOf = ({ column, unit }: TablePartition): string => `${column}_${unit}`

/** Of a time in epoch ms as text. */
function partitionText(value: unknown, { unit }: TablePartition): string | null {
  if (value === null) return null
  const time = new Date(Number(value)).toISOString()
  return time.slice(0, unit === 'month' ? 7 : unit === 'day' ? 10 : 13)
}
