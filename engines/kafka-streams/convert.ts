import type { DataType } from '../../pipeline'
import { bare } from '../sql/expression'

/** A number's text in a type that it widens to: int64 to decimal or double, a decimal to a wider one or a double. */
export function widened(text: string, from: DataType, to: DataType): string {
  if (to.kind === 'double' && from.kind === 'int64') return `int64ToDouble(${bare(text)})`
  if (to.kind === 'double' && from.kind === 'decimal') return `decimalToDouble(${bare(text)})`
  if (to.kind !== 'decimal') return text
  if (from.kind === 'int64') return `int64ToDecimal(${bare(text)}, ${to.precision}, ${to.scale})`
  if (from.kind !== 'decimal' || (from.scale === to.scale && from.precision <= to.precision)) return text
  return `toDecimal(${bare(text)}, ${to.precision}, ${to.scale})`
}

/** An operand of decimal arithmetic: exact, whatever its digits. */
export function asDecimal(text: string, from: DataType): string {
  return from.kind === 'int64' ? `int64ToDecimal(${bare(text)}, 19, 0)` : text
}
