import type { DataType } from '../../../../pipeline'
import { fail, type Held } from './held'
import { converted, int64, ratioOf, ratioOfText, rounded } from './numbers'
import { DAY_MS, inYears } from './times'

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i
const ISO_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/
const MILLISECONDS: DataType = { kind: 'timestamp', wire: 'epoch-ms' }

const jsonNumber = (text: string): string => (JSON_NUMBER.test(text) ? text : fail('no number'))

function dayOf(text: string): number {
  const milliseconds = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, 10) !== text) return fail('no day')
  return inYears(milliseconds / DAY_MS, { kind: 'date' })
}

function timeOf(text: string): number {
  const [, day, clock, fraction = '', zone] = ISO_TIME.exec(text) ?? fail('no time')
  const milliseconds = Date.parse(`1970-01-01T${clock}.${fraction.padEnd(3, '0').slice(0, 3)}${zone}`)
  return Number.isNaN(milliseconds) ? fail('no time') : inYears(dayOf(day) * DAY_MS + milliseconds, MILLISECONDS)
}

function ofText(text: string, to: DataType): Held {
  switch (to.kind) {
    case 'int64':
      return /^[+-]?\d+$/.test(text) ? int64(BigInt(text.replace('+', ''))) : fail('no integer')
    case 'double':
      return Number.isFinite(Number(jsonNumber(text))) ? Number(text) : fail('not finite')
    case 'decimal':
      return rounded(ratioOfText(jsonNumber(text)), to)
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : fail('no boolean')
    case 'timestamp':
      return timeOf(text)
    case 'date':
      return dayOf(text)
    case 'enum':
      return to.values.includes(text) ? text : fail('not one of the values')
    case 'bytes':
      return new TextEncoder().encode(text)
    default:
      return text
  }
}

/** Plain digits with exactly `scale` of them after the point. */
function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled)
    .replace('-', '')
    .padStart(scale + 1, '0')
  const [before, after] = [digits.slice(0, digits.length - scale), digits.slice(digits.length - scale)]
  return `${unscaled < 0n ? '-' : ''}${before}${scale > 0 ? `.${after}` : ''}`
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return fail('no UTF-8')
  }
}

function ofInteger(value: bigint, from: DataType, to: DataType): Held {
  if (to.kind === 'string') return decimalText(value, from.kind === 'decimal' ? from.scale : 0)
  if (to.kind === 'timestamp') return inYears(Number(value), to)
  return to.kind === 'int64' && from.kind === 'decimal' ? int64(value / 10n ** BigInt(from.scale)) : converted(value, from, to)
}

function ofNumber(value: number, from: DataType, to: DataType): Held {
  if (from.kind === 'double') {
    if (to.kind === 'decimal') return rounded(ratioOfText(String(value)), to)
    const { numerator, denominator } = ratioOf(value, from)
    return to.kind === 'int64' ? int64(numerator / denominator) : value
  }
  const iso = () => new Date(from.kind === 'date' ? value * DAY_MS : value).toISOString()
  if (to.kind === 'string') return from.kind === 'date' ? iso().slice(0, 10) : iso()
  if (to.kind === 'int64') return BigInt(value)
  if (from.kind === to.kind) return value
  return to.kind === 'date' ? Math.floor(value / DAY_MS) : value * DAY_MS
}

/** A value in another type, by the table of casts; null stays null. */
export function cast(value: Held, from: DataType, to: DataType): Held {
  if (typeof value === 'string') return ofText(value, to)
  if (typeof value === 'boolean') return to.kind === 'int64' ? BigInt(value) : to.kind === 'string' ? String(value) : value
  if (typeof value === 'bigint') return ofInteger(value, from, to)
  if (typeof value === 'number') return ofNumber(value, from, to)
  return value instanceof Uint8Array && to.kind === 'string' ? utf8(value) : value
}
