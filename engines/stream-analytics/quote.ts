import { notParameter } from '../parameters'
import { singleQuoted } from '../sql/quote'

/** Identifiers stand in brackets, as in T-SQL. */
export function bracketed(name: string): string {
  return `[${notParameter(name).replaceAll(']', ']]')}]`
}

export { singleQuoted }
