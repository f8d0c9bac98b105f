import type { DataType } from '../../../../pipeline'
import type { Strict } from './arithmetic'
import { fail, type Held } from './held'
import { compareRatios, ratioOf } from './numbers'

const NUMBERS: readonly string[] = ['int64', 'double', 'decimal']
const points = (text: string): readonly number[] => Array.from(text, character => character.codePointAt(0) ?? 0)

function compareTexts(left: string, right: string): number {
  const [first, second] = [points(left), points(right)]
  const place = first.findIndex((point, index) => point !== second[index])
  if (place === -1) return first.length - second.length
  return place < second.length ? first[place] - second[place] : 1
}

/** Numbers by exact value, texts by code points, times by time. */
export function compare(left: Held, leftType: DataType, right: Held, rightType: DataType): number {
  if (NUMBERS.includes(leftType.kind)) return compareRatios(ratioOf(left, leftType), ratioOf(right, rightType))
  if (typeof left === 'string' && typeof right === 'string') return compareTexts(left, right)
  return typeof left === 'number' && typeof right === 'number' ? left - right : fail('no order')
}

export function equals(left: Held, leftType: DataType, right: Held, rightType: DataType): boolean {
  if (typeof left === 'boolean') return left === right
  if (left instanceof Uint8Array && right instanceof Uint8Array) return left.join() === right.join()
  return compare(left, leftType, right, rightType) === 0
}

const ordered =
  (holds: (order: number) => boolean): Strict =>
  ([x, y], [typeX, typeY]) =>
    holds(compare(x, typeX, y, typeY))

export const COMPARISON = {
  equal: ([x, y], [typeX, typeY]) => equals(x, typeX, y, typeY),
  notEqual: ([x, y], [typeX, typeY]) => !equals(x, typeX, y, typeY),
  less: ordered(order => order < 0),
  lessOrEqual: ordered(order => order <= 0),
  greater: ordered(order => order > 0),
  greaterOrEqual: ordered(order => order >= 0),
} as const satisfies Readonly<Record<string, Strict>>
