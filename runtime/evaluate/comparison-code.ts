import type { DataType } from '../../pipeline'
import type { Emitter } from './emit'

/** Code of equality of two values that are not null. */
export function equalCode(emitter: Emitter, a: string, aType: DataType, b: string, bType: DataType): string {
  if (aType.kind === 'bytes' || aType.kind === 'list' || aType.kind === 'record') return emitter.writer.call('equalValues', a, b)
  return comparisonCode(emitter, '===', a, aType, b, bType)
}

/** Code of a comparison of two values that are not null: numbers by exact value, texts by code points. */
export function comparisonCode(emitter: Emitter, operator: string, a: string, aType: DataType, b: string, bType: DataType): string {
  const { writer } = emitter
  const isText = aType.kind === 'string' || aType.kind === 'enum'
  if (isText && operator !== '===') return `${writer.call('compareText', a, b)} ${operator} 0`
  if (aType.kind !== 'decimal' && bType.kind !== 'decimal') {
    // an int64 beyond 2^53 is a bigint, which === never finds equal to a double
    return `${a} ${operator === '===' && aType.kind !== bType.kind && !isText ? '==' : operator} ${b}`
  }
  const aScale = aType.kind === 'decimal' ? aType.scale : 0
  const bScale = bType.kind === 'decimal' ? bType.scale : 0
  if (aType.kind === 'double') return `0 ${operator} ${writer.call('compareDecimalWithDouble', b, String(bScale), a)}`
  if (bType.kind === 'double') return `${writer.call('compareDecimalWithDouble', a, String(aScale), b)} ${operator} 0`
  if (aScale === bScale) return `${a} ${operator} ${b}`
  return `${writer.call('compareDecimals', a, String(aScale), b, String(bScale))} ${operator} 0`
}
