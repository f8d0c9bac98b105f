import { notParameter } from '../parameters'

/** Every dialect's quoting goes through these; a quote inside is doubled. */

export function doubleQuoted(name: string): string {
  return `"${notParameter(name).replaceAll('"', '""')}"`
}

export function backQuoted(name: string): string {
  return `\`${notParameter(name).replaceAll('`', '``')}\``
}

/** A text literal of standard SQL, in which nothing but the quote is special. */
export function singleQuoted(text: string): string {
  return `'${notParameter(text).replaceAll("'", "''")}'`
}
