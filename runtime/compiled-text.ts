import { sourceOf } from './evaluate'
import * as parts from './parts'

/** A JavaScript expression. */
export interface CompiledText {
  readonly text: string
  /** The exports of `runtime/parts` that it names. */
  readonly parts: readonly string[]
}

/**
 * An expression that gives what was compiled from a definition once more: data (with integers of any size, bytes, sets, −0 and objects without prototype), parts of this
 * package by their names, and generated functions by their code.
 * @throws TypeError for other functions: those of native expressions, which no text can hold.
 */
export function compiledText(value: unknown): CompiledText {
  const named = new Set<string>()
  return { text: textOf(value, named), parts: [...named].sort() }
}

const nameOf: ReadonlyMap<unknown, string> = new Map(Object.entries(parts).map(([name, part]) => [part, name]))

function textOf(value: unknown, named: Set<string>): string {
  if (typeof value === 'bigint') return `${value}n`
  if (Object.is(value, -0)) return '-0'
  if (typeof value === 'number' || value === undefined) return String(value)
  if (typeof value === 'function') return functionText(value, named)
  if (value instanceof Uint8Array) return `Uint8Array.of(${value.join()})`
  if (value instanceof Set) return `new Set(${textOf([...value], named)})`
  if (Array.isArray(value)) return `[${value.map(element => textOf(element, named)).join()}]`
  if (typeof value === 'object' && value !== null) return objectText(value, named)
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value)
  throw new TypeError(`what is compiled holds data and functions, got a ${typeof value}`)
}

function objectText(value: object, named: Set<string>): string {
  const members = Object.entries(value).map(([name, member]) => `[${JSON.stringify(name)}]:${textOf(member, named)}`)
  return `{${[...(Object.getPrototypeOf(value) === null ? ['__proto__:null'] : []), ...members].join()}}`
}

function functionText(value: object, named: Set<string>): string {
  const part = nameOf.get(value)
  if (part !== undefined) {
    named.add(part)
    return part
  }
  const source = sourceOf(value)
  if (source === undefined) throw new TypeError('what is compiled holds functions of this package only, got another one')
  for (const name of source.helpers) named.add(name)
  const constants = source.constants.map((constant, number) => `const c${number} = ${textOf(constant, named)}`)
  return `(() => {\n${[...constants, source.body].join('\n')}\n})()`
}
