import { doubleQuoted } from '../sql/quote'

/** What ends a literal or starts an escape. */
const SPECIAL = "\\'"
const isControl = (code: number) => code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029

/** A quoted identifier keeps its case. */
export function quoteIdentifier(name: string): string {
  return doubleQuoted(name)
}

/**
 * A text literal, on one line whatever it holds. A quote is written as its code, so that no reader of the text takes it for the end, and two dollars, which
 * end the body of a procedure, and a brace behind one, which would be a parameter, too.
 * https://docs.snowflake.com/en/sql-reference/data-types-text#escape-sequences-in-single-quoted-string-constants
 */
export function textLiteral(text: string): string {
  const escaped = Array.from(text, (character, index) => {
    const code = character.charCodeAt(0)
    const isBehindDollar = (character === '{' || character === '$') && text[index - 1] === '$'
    return SPECIAL.includes(character) || isControl(code) || isBehindDollar ? `\\u${code.toString(16).padStart(4, '0')}` : character
  })
  return `'${escaped.join('')}'`
}
