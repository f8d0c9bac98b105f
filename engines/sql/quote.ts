/** Every dialect's quoting goes through these; a quote inside is doubled. */

export function doubleQuoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function backQuoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

/** A text literal of standard SQL, in which nothing but the quote is special. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
