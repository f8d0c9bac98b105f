import { notParameter } from '../parameters'

/**
 * A name of a column or table. Every word of the language is of lower case letters alone, so such names are written in brackets, as are those with other characters.
 * https://learn.microsoft.com/kusto/query/schema-entities/entity-names
 */
export function quoted(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !/^[a-z]+$/.test(name) ? name : `[${textLiteral(name)}]`
}

const isControl = (code: number) => code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029

export function textLiteral(text: string): string {
  const escaped = Array.from(notParameter(text), character => {
    if (character === '\\' || character === "'") return `\\${character}`
    return isControl(character.charCodeAt(0)) ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : character
  })
  return `'${escaped.join('')}'`
}
