import type { DataType, Field, Output } from '../../pipeline'
import { cast } from '../../test/runtime/end-to-end/interpreter/casts'
import { type Held, textOf } from '../../test/runtime/end-to-end/interpreter/held'
import type { ExpectedCell } from '../expected'
import { type Canonical, Misfit } from './canonical'
import type { Difference } from './rows'

const SHOWN_CHARACTERS = 60

const cut = (text: string): string => (text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 1)}…` : text)

function heldText(value: Held, type: DataType): string {
  if (type.kind === 'timestamp' && typeof value === 'number' && Math.abs(value) <= 8.64e15)
    return `${value} (${new Date(value).toISOString()})`
  if (type.kind === 'decimal' && typeof value === 'bigint') return String(cast(value, type, { kind: 'string' }))
  return textOf(value)
}

function expectedText(cell: ExpectedCell, type: DataType): string {
  switch (cell.kind) {
    case 'plain':
      return heldText(cell.value, type)
    case 'exact':
      return (typeof cell.value === 'number' || typeof cell.value === 'bigint') && type.kind === 'decimal'
        ? heldText(BigInt(cell.value), type)
        : type.kind === 'list' || type.kind === 'record'
          ? String(cell.value)
          : heldText(cell.value, type)
    case 'double':
      return String(cell.value)
    case 'distinct':
      return `about ${cell.count}`
    case 'quantile':
      return `the ${cell.fraction} quantile of ${cell.sorted.join(' ')}`
    case 'frequent':
      return `the top ${cell.limit} of ${cell.counts.map(({ value, count }) => `${textOf(value)}: ${count}`).join(', ')}`
    case 'overflow':
      return `no row: ${cell.value} is outside of its type`
  }
}

const actualText = (cell: Canonical, type: DataType): string =>
  cell instanceof Misfit
    ? `${cell.value === undefined ? 'no such column' : `not of type ${type.kind}: ${textOf(cell.value)}`}`
    : heldText(cell, type)

/** A difference as lines: every column with the expected and the actual value beside each other, and a mark where they differ. */
export function differenceLines({ expected, actual, columns }: Difference, output: Output): readonly string[] {
  const title = actual === null ? 'missing row' : expected === null ? 'extra row' : 'changed row'
  const line = ({ name, type }: Field, index: number): readonly [string, string, string] => [
    `${columns.includes(index) ? '≠' : ' '} ${name}`,
    expected === null ? '–' : cut(expectedText(expected[index], type)),
    actual === null ? '–' : cut(actualText(actual.cells[index], type)),
  ]
  const rows = [['  column', 'expected', 'actual'] as const, ...output.columns.map(line)]
  const widths = [0, 1].map(column => Math.max(...rows.map(row => row[column].length)))
  const unknown = actual?.unknown.map(name => `≠ ${name} is not a column of the output`) ?? []
  return [
    `${title} of '${output.name}'`,
    ...rows.map(([name, one, other]) => `${name.padEnd(widths[0])}  ${one.padEnd(widths[1])}  ${other}`),
    ...unknown,
  ]
}
