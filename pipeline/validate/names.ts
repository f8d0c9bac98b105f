import type { Issue } from '../errors'
import { shown } from '../errors'

/** Names of fields and columns: safe in SQL, Avro and file names without quoting. */
const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/
/** Names of pipelines, sources, references and targets. */
const ENTITY_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,127}$/

export function checkFieldName(name: string, path: string): readonly Issue[] {
  if (FIELD_NAME.test(name) && name !== '__proto__') return []
  const allowed = 'letters, digits and _, not starting with a digit, at most 128, not __proto__'
  return [
    {
      code: 'bad-name',
      path,
      message: 'a field can not have this name',
      got: shown(name),
      allowed,
      hint: 'for the name on the wire use named(…)',
    },
  ]
}

export function checkEntityName(name: string, what: string, path: string): readonly Issue[] {
  if (ENTITY_NAME.test(name)) return []
  return [
    {
      code: 'bad-name',
      path,
      message: `a ${what} can not have this name`,
      got: shown(name),
      allowed: 'letters, digits, _ and -, starting with a letter, at most 128',
    },
  ]
}

/** One issue for each name that came before; `fold` finds those that differ by more than it folds away. */
export function checkUnique(
  names: readonly string[],
  path: (index: number) => string,
  what: string,
  fold = (name: string) => name,
): readonly Issue[] {
  const seen = new Map<string, string>()
  return names.flatMap((name, i) => {
    const earlier = seen.get(fold(name))
    if (earlier === undefined) {
      seen.set(fold(name), name)
      return []
    }
    const message =
      earlier === name ? `two ${what} have the same name` : `two ${what} differ by case only, which lake tables can not tell apart`
    return [{ code: 'duplicate-name', path: path(i), message, got: shown(name), hint: 'give one of them another name' } as const]
  })
}

export const foldCase = (name: string): string => name.toLowerCase()
