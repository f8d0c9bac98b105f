/** Python's keywords: no field of a row can be called so. */
const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is ' +
    'lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
)

/**
 * A column's name inside of the pipeline. Rows of Beam are named tuples, whose fields can't be keywords or begin with `_`; such names get a
 * prefix, and names that have the prefix already get it, too, so that no two names become one.
 */
export function columnName(name: string): string {
  return KEYWORDS.has(name) || name.startsWith('_') || name.startsWith('f_') ? `f_${name}` : name
}

/**
 * A text literal. Quotes inside are written as escapes, so that a text never has a bare quote in it; neither has it a line break, which
 * Beam's loader of Python files would take for one of the program, nor what looks like a parameter.
 */
export function pythonText(text: string): string {
  const escaped = text.replace(/["'`\\]|\$(?=\{)|[\p{C}\p{Zl}\p{Zp}]/gu, character => {
    if (character === '\\') return '\\\\'
    const code = character.codePointAt(0) ?? 0
    if (code > 0xffff) return `\\U${code.toString(16).padStart(8, '0')}`
    return code > 0xff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\x${code.toString(16).padStart(2, '0')}`
  })
  return `"${escaped}"`
}

/** A tuple, also of one. */
export function tuple(items: readonly string[]): string {
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`
}

/** Hexadecimal digits of bytes. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
