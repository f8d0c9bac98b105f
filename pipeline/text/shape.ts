import type { Issue } from '../errors'
import { shown } from '../errors'

type Members = Readonly<Record<string, unknown>>

/** Reads parsed JSON that nobody has checked; notes everything that has a wrong shape and goes on with something of the right one. */
export class ShapeReader {
  readonly issues: Issue[] = []

  /** Notes an issue unless there are very many already. */
  note(issue: Issue): void {
    if (this.issues.length < 1000) this.issues.push(issue)
  }

  wrong(path: string, got: unknown, allowed: string): void {
    this.note({ code: 'wrong-shape', path, message: 'something else was expected here', got: shown(got), allowed })
  }

  /** An object with these members and no others; `optional` ones may be missing. */
  object(value: unknown, path: string, required: readonly string[], optional: readonly string[] = []): Members {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.wrong(path, value, 'an object')
      return Object.create(null)
    }
    const at = (name: string) => (path === '' ? name : `${path}.${name}`)
    for (const name of required)
      if (!Object.hasOwn(value, name)) this.note({ code: 'missing-member', path: at(name), message: 'a member is missing' })
    for (const name of Object.keys(value))
      if (!required.includes(name) && !optional.includes(name))
        this.note({
          code: 'unknown-member',
          path,
          message: 'unknown member',
          got: shown(name),
          allowed: [...required, ...optional].join(', '),
        })
    // Without a prototype: a missing member must not be found there.
    return Object.assign(Object.create(null), value)
  }

  /** An object with any members. */
  members(value: unknown, path: string): Members {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members
    if (value !== undefined) this.wrong(path, value, 'an object')
    return {}
  }

  list<T>(value: unknown, path: string, read: (element: unknown, path: string) => T): readonly T[] {
    if (Array.isArray(value)) return Object.freeze(value.map((element, i) => read(element, `${path}[${i}]`)))
    if (value !== undefined) this.wrong(path, value, 'a list')
    return []
  }

  text(value: unknown, path: string): string {
    if (typeof value === 'string') return value
    if (value !== undefined) this.wrong(path, value, 'a text')
    return ''
  }

  textOrNull(value: unknown, path: string): string | null {
    return value === null ? null : this.text(value, path)
  }

  number(value: unknown, path: string): number {
    if (typeof value === 'number') return value
    if (value !== undefined) this.wrong(path, value, 'a number')
    return 0
  }

  numberOrNull(value: unknown, path: string): number | null {
    return value === null ? null : this.number(value, path)
  }

  boolean(value: unknown, path: string): boolean {
    if (typeof value === 'boolean') return value
    if (value !== undefined) this.wrong(path, value, 'true or false')
    return false
  }

  /** One of the given texts. */
  choice<T extends string>(value: unknown, path: string, choices: readonly [T, ...T[]]): T {
    const found = choices.find(choice => choice === value)
    if (found === undefined && value !== undefined) this.wrong(path, value, choices.join(', '))
    return found ?? choices[0]
  }
}
