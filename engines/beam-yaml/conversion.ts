import type { DataType, Expression } from '../../pipeline'
import { bare } from '../sql/expression'
import { isDecimal } from '../sql/functions'

/** A value in a wider type: what the law calls the common type of several. */
export function converted(text: string, from: DataType, to: DataType): string {
  if (to.kind === 'double') return asDouble(text, from)
  if (isDecimal(to)) return scaledTo(text, from, to.scale)
  return text
}

export function asDouble(text: string, from: DataType): string {
  if (isDecimal(from)) return `decimal_to_double(${bare(text)}, ${from.scale})`
  return from.kind === 'int64' ? `double(${bare(text)})` : text
}

/** The unscaled integer at a scale that is not smaller. */
export function scaledTo(text: string, from: DataType, scale: number): string {
  const digits = scale - scaleOf(from)
  return digits === 0 ? text : `scaled(${bare(text)}, ${digits})`
}

export function scaleOf(type: DataType): number {
  return isDecimal(type) ? type.scale : 0
}

/** Texts of numbers that Python compares by their exact values; other values as they are. */
export function comparable(texts: readonly string[], expressions: readonly { readonly type: DataType }[]): readonly string[] {
  const types = expressions.map(({ type }) => type)
  if (!types.some(isDecimal)) return texts
  const scale = Math.max(...types.map(scaleOf))
  const hasDouble = types.some(({ kind }) => kind === 'double')
  return texts.map((text, index) => {
    const type = types[index]
    if (type.kind === 'double') return text
    return hasDouble ? `fraction(${bare(text)}, ${scaleOf(type)})` : scaledTo(text, type, scale)
  })
}

export const neverNull = (expressions: readonly Expression[]): boolean => expressions.every(({ nullable }) => !nullable)
