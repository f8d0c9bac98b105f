/** What ends a literal or a name, or starts an escape. */
const SPECIAL = "\\'`"
const isControl = (code: number) => code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029

/**
 * A quote is written as its code, so that no reader of the text takes it for the end; control characters, so that a text is one line; and a dollar
 * before a brace, so that it is not taken for a parameter.
 */
function escaped(text: string): string {
  return Array.from(text, (character, index) => {
    const code = character.charCodeAt(0)
    const isSpecial = SPECIAL.includes(character) || isControl(code) || (character === '{' && text[index - 1] === '$')
    return isSpecial ? `\\u${code.toString(16).padStart(4, '0')}` : character
  }).join('')
}

/** A quoted identifier. In GoogleSQL it has the escape sequences of text literals. */
export function quoteIdentifier(name: string): string {
  return `\`${escaped(name)}\``
}

/** A text literal, on one line whatever it holds. */
export function textLiteral(text: string): string {
  return `'${escaped(text)}'`
}

/** A regular expression (RE2) as a raw literal; it holds no quotes. */
export function pattern(expression: string): string {
  return `r'${expression}'`
}
