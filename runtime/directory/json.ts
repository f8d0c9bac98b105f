import { Buffer } from 'node:buffer'
import type { Value } from '../../pipeline'

/** JSON of a value: integers of any size as numbers, bytes as base64, members in their order. */
export function jsonOf(value: Value): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number') return JSON.stringify(value)
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'))
  if (isList(value)) return `[${value.map(jsonOf).join(',')}]`
  return `{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${jsonOf(member)}`)
    .join(',')}}`
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)
