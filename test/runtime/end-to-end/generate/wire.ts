import type { DataType, TimestampWire } from '../../../../pipeline'
import type { Choices } from '../../../windowing/oracle/cases'
import type { Held, HeldRecord } from '../interpreter/held'

const DAY_MS = 86_400_000
/** Digits of nanoseconds in each unit. */
const UNITS: Readonly<Record<Exclude<TimestampWire, 'iso8601' | 'sql'>, number>> = {
  'epoch-s': 9,
  'epoch-ms': 6,
  'epoch-us': 3,
  'epoch-ns': 0,
}

const isRecord = (value: Held): value is HeldRecord => typeof value === 'object' && value !== null && !Array.isArray(value)

/** An integer over a power of ten, without needless zeros. */
function fixed(unscaled: bigint, scale: number): string {
  const digits = String(unscaled)
    .replace('-', '')
    .padStart(scale + 1, '0')
  const after = digits.slice(digits.length - scale).replace(/0+$/, '')
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${scale === 0 || after === '' ? '' : `.${after}`}`
}

/** A time with more digits than are kept: `nanoseconds` (below a million) are cut off by the reader. */
export function timeText(milliseconds: number, wire: TimestampWire, nanoseconds: number): string {
  if (wire !== 'iso8601' && wire !== 'sql') return fixed(BigInt(milliseconds) * 1_000_000n + BigInt(nanoseconds), UNITS[wire])
  const text = new Date(milliseconds).toISOString().slice(0, -1) + String(nanoseconds).padStart(6, '0')
  return JSON.stringify(wire === 'sql' ? text.replace('T', ' ') : `${text}Z`)
}

/** Every character as an escape, or just what has to be. */
function textJson(text: string, choices: Choices): string {
  if (choices.below(4) !== 3) return JSON.stringify(text)
  const escaped = Array.from({ length: text.length }, (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`)
  return `"${escaped.join('')}"`
}

/** A value as JSON, in one of the ways in which it can be written. */
export function jsonOf(value: Held, type: DataType, choices: Choices): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'bigint') {
    if (type.kind === 'decimal') return fixed(value, type.scale)
    return `${value}${choices.of(['', '', '.0', 'e0'])}`
  }
  if (typeof value === 'string') return textJson(value, choices)
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'))
  if (typeof value === 'number') {
    if (type.kind === 'date') return JSON.stringify(new Date(value * DAY_MS).toISOString().slice(0, 10))
    if (type.kind === 'timestamp') return timeText(value, type.wire, choices.of([0, 0, 1, 999_999]))
    return choices.below(4) === 3 ? value.toExponential() : JSON.stringify(value)
  }
  if (isRecord(value)) {
    const fields = type.kind === 'record' ? type.fields : []
    return objectJson(fields.flatMap(field => membersOf(field.wireName, value[field.name] ?? null, field.type, choices)))
  }
  const element = type.kind === 'list' ? type.element : type
  return `[${value.map(held => jsonOf(held, element, choices)).join(choices.of([',', ' , ']))}]`
}

export type Member = readonly [name: string, json: string]

export const objectJson = (members: readonly Member[]): string =>
  `{${members.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`

/** A member; a null may also be left out. */
export function membersOf(wireName: string, value: Held, type: DataType, choices: Choices): readonly Member[] {
  return value === null && choices.below(2) === 1 ? [] : [[wireName, jsonOf(value, type, choices)]]
}
