/** A text of Python, in double quotes. What looks like a parameter of the artifact is none. */
export function pythonText(text: string): string {
  return JSON.stringify(text)
    .replaceAll('${', () => '\\u0024{')
    .replace(/[\u007f-\u009f\u2028\u2029]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** SQL as a raw text of Python, on lines of its own. `literals.ts` sees to it that no three quotes follow each other in it. */
export function pythonSql(sql: string): string {
  return `r"""\n${sql}\n"""`
}
