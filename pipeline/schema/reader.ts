import type { Issue } from '../errors'
import { InvalidPipelineError } from '../errors'

export type Members = Readonly<Record<string, unknown>>

/** How deep foreign schemas are followed. */
export const MAX_DEPTH = 32

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An own member: foreign JSON may have members that are called like those of Object.prototype. */
export function member(object: Members, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** Collects the reasons why a foreign schema has no equivalent. */
export class Refusals {
  private readonly issues: Issue[] = []

  add(path: string, message: string, details: Pick<Issue, 'got' | 'allowed' | 'hint'> = {}): void {
    this.issues.push({ code: 'no-equivalent', path, message, ...details })
  }

  /** Throws `InvalidPipelineError` if anything was refused. */
  throwIfAny(what: string): void {
    if (this.issues.length > 0) throw new InvalidPipelineError(this.issues, what)
  }
}

/** A name that a field can have, from one that stands on the wire: other characters become `_`. */
export function fieldNameOf(wireName: string): string {
  if (wireName === '__proto__') return 'proto'
  const name = wireName.replace(/[^A-Za-z0-9_]/g, '_').slice(0, 127)
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`
}
