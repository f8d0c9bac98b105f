import { createHash } from 'node:crypto'
import type { Strict } from './arithmetic'
import { equals } from './comparison'
import { fail, type Held } from './held'
import { whole } from './numbers'

const text = (value: Held): string => (typeof value === 'string' ? value : fail('no text'))
const list = (value: Held): readonly Held[] => (Array.isArray(value) ? value : fail('no list'))
const atLeast = (value: Held, least: bigint): number => (whole(value) < least ? fail(`below ${least}`) : Number(whole(value)))
const notEmpty = (value: Held): string => (value === '' ? fail('empty') : text(value))
const element = (values: readonly Held[], index: Held): Held => values[atLeast(index, 1n) - 1] ?? null

export const TEXTS = {
  lower: ([x]) => text(x).toLowerCase(),
  upper: ([x]) => text(x).toUpperCase(),
  trim: ([x]) => text(x).replace(/^ +/, '').replace(/ +$/, ''),
  length: ([x]) => BigInt([...text(x)].length),
  concat: given => given.map(text).join(''),
  substring: ([x, start, length = null]) => {
    const from = atLeast(start, 1n) - 1
    const count = length === null ? Number.POSITIVE_INFINITY : atLeast(length, 0n)
    return [...text(x)].slice(from, from + count).join('')
  },
  startsWith: ([x, y]) => text(x).startsWith(text(y)),
  endsWith: ([x, y]) => text(x).endsWith(text(y)),
  contains: ([x, y]) => text(x).includes(text(y)),
  replace: ([x, search, replacement]) => text(x).split(notEmpty(search)).join(text(replacement)),
  split: ([x, separator]) => text(x).split(notEmpty(separator)),
  splitPart: ([x, separator, part]) => element(text(x).split(notEmpty(separator)), part),
  listContains: ([x, value], [typeX, type]) => {
    const elementType = typeX.kind === 'list' ? typeX.element : type
    return list(x).some(held => held !== null && equals(held, elementType, value, type))
  },
  listSize: ([x]) => BigInt(list(x).length),
  listElement: ([x, index]) => element(list(x), index),
  hash: ([x]) =>
    createHash('sha256')
      .update(x instanceof Uint8Array ? x : text(x))
      .digest('hex'),
} as const satisfies Readonly<Record<string, Strict>>
