import type { DataType, Expression } from '../../pipeline'
import type { Emitter } from './emit'
import { emitStrict } from './strict'

/** Code of an expression's value in a type that its own type widens to: int64 → decimal or double, decimal → wider decimal or double. */
export function emitConversion(emitter: Emitter, expression: Expression, to: DataType): string {
  const value = emitter.emit(expression)
  const code = conversionCode(emitter, value, expression.type, to)
  return code === value ? value : emitStrict(emitter, [expression], [value], code)
}

/** The same for a value that is not null. */
export function conversionCode(emitter: Emitter, value: string, from: DataType, to: DataType): string {
  const { writer } = emitter
  if (to.kind === 'double') return doubleCode(emitter, value, from)
  if (to.kind === 'decimal' && (from.kind === 'int64' || from.kind === 'decimal')) {
    const scale = from.kind === 'decimal' ? from.scale : 0
    if (scale === to.scale && from.kind === 'decimal' && from.precision <= to.precision) return value
    return writer.call('rescale', value, String(scale), String(to.scale), String(to.precision))
  }
  return value
}

/** A number that is not null as the nearest double. */
export function doubleCode(emitter: Emitter, value: string, from: DataType): string {
  if (from.kind === 'int64') return `Number(${value})`
  if (from.kind === 'decimal') return emitter.writer.call('decimalToDouble', value, String(from.scale))
  return value
}
