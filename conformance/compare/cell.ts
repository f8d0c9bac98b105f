import type { DataType } from '../../pipeline'
import { accepts } from '../../test/oracle'
import { oracleValue } from '../../test/runtime/end-to-end/expected/contribution'
import { type Held, type HeldRecord, textOf } from '../../test/runtime/end-to-end/interpreter/held'
import type { ExpectedCell } from '../expected'
import { type Canonical, Misfit } from './canonical'

const RELATIVE_TOLERANCE = 1e-9

const isRecord = (value: Held): value is HeldRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
const isList = (value: Held): value is readonly Held[] => Array.isArray(value)

const near = (expected: number, actual: number): boolean => Math.abs(actual - expected) <= Math.abs(expected) * RELATIVE_TOLERANCE

/** Equal, doubles within the tolerance, also inside of lists and records. */
function same(expected: Held, actual: Held, type: DataType): boolean {
  if (expected === null || actual === null) return expected === actual
  if (type.kind === 'double') return typeof expected === 'number' && typeof actual === 'number' && near(expected, actual)
  if (type.kind === 'list' && isList(expected) && isList(actual))
    return expected.length === actual.length && expected.every((element, index) => same(element, actual[index], type.element))
  if (type.kind === 'record' && isRecord(expected) && isRecord(actual))
    return type.fields.every(field => same(expected[field.name], actual[field.name], field.type))
  return textOf(expected) === textOf(actual)
}

/** The list that `topK` gave, as the oracle takes it. */
function frequencies(actual: Held): unknown {
  if (!isList(actual)) return actual
  return actual.map(item => (isRecord(item) ? { value: oracleValue(item['value']), count: Number(item['count']) } : item))
}

/** Whether an engine may give this value here. */
export function acceptsCell(expected: ExpectedCell, actual: Canonical, type: DataType): boolean {
  if (actual instanceof Misfit) return false
  if (expected.kind === 'plain') return same(expected.value, actual, type)
  if (expected.kind === 'frequent') return accepts(expected, frequencies(actual))
  if (expected.kind === 'exact' && type.kind === 'double' && typeof expected.value === 'number')
    return typeof actual === 'number' && near(expected.value, actual)
  return accepts(expected, oracleValue(actual))
}

/** Whether cells of a type are equal or not, without tolerances: rows are sorted and matched by such columns first. */
export function isExactType({ kind }: DataType): boolean {
  return kind !== 'double' && kind !== 'list' && kind !== 'record'
}

/** A text that is equal for equal cells of exact types. */
export function exactText(cell: ExpectedCell): string {
  return cell.kind === 'exact' || cell.kind === 'plain' ? textOf(cell.value) : cell.kind
}
