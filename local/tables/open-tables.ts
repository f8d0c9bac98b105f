import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Output } from '../../pipeline'
import { DeltaTable, DirectoryObjectStore } from '../../tables'

/** Opens (and makes, where there is none) the Delta table of an output in `<directory>/<output>`. */
export function openTable(directory: string, output: Output): Promise<DeltaTable> {
  const partitionBy = output.into.kind === 'table' ? output.into.partitionBy : []
  return DeltaTable.open(new DirectoryObjectStore(join(directory, output.name)), {
    fields: output.columns,
    partitionBy,
    now: Date.now,
    newId: randomUUID,
  })
}
