import type { EngineRow } from '../case'

export interface PositionedOutput {
  readonly name: string
  /** Columns that a table has beyond the output's, by which rows without windows are known again; the artifact's manifest names them. */
  readonly positionColumns: readonly string[]
}

/** The rows of the outputs without the columns that the manifest names as none of theirs. */
export function withoutPositions(
  outputs: Readonly<Record<string, readonly EngineRow[]>>,
  positioned: readonly PositionedOutput[],
): Readonly<Record<string, readonly EngineRow[]>> {
  return Object.fromEntries(
    positioned.map(({ name, positionColumns }) => [
      name,
      outputs[name].map(row => Object.fromEntries(Object.entries(row).filter(([column]) => !positionColumns.includes(column)))),
    ]),
  )
}
