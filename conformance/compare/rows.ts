import type { Output } from '../../pipeline'
import type { EngineRow } from '../case'
import type { ExpectedRow } from '../expected'
import { type Canonical, canonical, Misfit } from './canonical'
import { acceptsCell, exactText, isExactType } from './cell'
import { match } from './match'

/** An engine's row, in the order of the columns. */
export interface ActualRow {
  readonly cells: readonly Canonical[]
  /** Columns that the output doesn't have. */
  readonly unknown: readonly string[]
}

/** An expected row that isn't there, with the row that stands in its place: the one with the most equal columns; or just one of both. */
export interface Difference {
  readonly expected: ExpectedRow | null
  readonly actual: ActualRow | null
  /** Indexes of the columns that differ; where there are both. */
  readonly columns: readonly number[]
}

export function actualRow(row: EngineRow, { columns }: Output): ActualRow {
  const names = columns.map(({ name }) => name)
  return {
    cells: columns.map(({ name, type }) => canonical(Object.hasOwn(row, name) ? row[name] : undefined, type)),
    unknown: Object.keys(row).filter(name => !names.includes(name)),
  }
}

/** How the rows of an output differ as multisets; empty: not at all. */
export function compareRows(expected: readonly ExpectedRow[], given: readonly EngineRow[], output: Output): readonly Difference[] {
  const actual = given.map(row => actualRow(row, output))
  const exact = output.columns.flatMap(({ type }, index) => (isExactType(type) ? [index] : []))
  const groups = new Map<string, { expected: ExpectedRow[]; actual: ActualRow[] }>()
  const group = (key: string) => {
    const known = groups.get(key) ?? { expected: [], actual: [] }
    groups.set(key, known)
    return known
  }
  for (const row of expected) group(exact.map(index => exactText(row[index])).join()).expected.push(row)
  for (const row of actual) group(exact.map(index => shapeOf(row.cells[index])).join()).actual.push(row)
  const fits = (wanted: ExpectedRow, row: ActualRow) => row.unknown.length === 0 && differing(wanted, row, output).length === 0
  const left = [...groups.values()].map(rows => match(rows.expected, rows.actual, fits))
  return paired(
    left.flatMap(({ missing }) => missing),
    left.flatMap(({ extra }) => extra),
    output,
  )
}

/** A misfit equals nothing. */
const shapeOf = (cell: Canonical): string => (cell instanceof Misfit ? 'misfit' : exactText({ kind: 'plain', value: cell }))

function differing(expected: ExpectedRow, actual: ActualRow, { columns }: Output): readonly number[] {
  return columns.flatMap(({ type }, index) => (acceptsCell(expected[index], actual.cells[index], type) ? [] : [index]))
}

/** Rows that belong together are found by brute force among so many; the others stay alone. */
const PAIRED_ROWS = 200

/** Puts missing and extra rows side by side: those with the fewest differing columns, if at least half of the columns are equal. */
function paired(missing: readonly ExpectedRow[], extra: readonly ActualRow[], output: Output): readonly Difference[] {
  const candidates = missing.slice(0, PAIRED_ROWS).flatMap((expected, left) =>
    extra.slice(0, PAIRED_ROWS).flatMap((actual, right) => {
      const columns = differing(expected, actual, output)
      return columns.length * 2 <= output.columns.length ? [{ expected, actual, columns, left, right }] : []
    }),
  )
  candidates.sort((one, other) => one.columns.length - other.columns.length)
  const [usedLeft, usedRight] = [new Set<number>(), new Set<number>()]
  const changed = candidates.flatMap(({ expected, actual, columns, left, right }): readonly Difference[] => {
    if (usedLeft.has(left) || usedRight.has(right)) return []
    usedLeft.add(left)
    usedRight.add(right)
    return [{ expected, actual, columns }]
  })
  const alone = missing.flatMap((expected, index) => (usedLeft.has(index) ? [] : [{ expected, actual: null, columns: [] }]))
  const unexpected = extra.flatMap((actual, index) => (usedRight.has(index) ? [] : [{ expected: null, actual, columns: [] }]))
  return [...changed, ...alone, ...unexpected]
}
