export interface Token {
  readonly kind: 'quoted' | 'text' | 'number' | 'word' | 'symbol' | 'end'
  readonly text: string
  readonly at: number
}

const SPACE = /(?:\s|--[^\n]*(?:\n|$))*/y
const TOKEN = /("(?:[^"]|"")*")|('(?:[^']|'')*')|(\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z0-9_.]*)|(<>|<=|>=|\|\||[-+*/%=<>(),.;[\]])/y
const KINDS = ['quoted', 'text', 'number', 'word', 'symbol'] as const

/** Names in double quotes, texts, numbers, words and symbols; comments are left out. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (let at = 0; ; ) {
    SPACE.lastIndex = at
    at += SPACE.exec(text)?.[0].length ?? 0
    if (at >= text.length) return [...tokens, { kind: 'end', text: '', at }]
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (match === null) throw new SyntaxError(`RisingWave: nothing known begins with '${text.slice(at, at + 20)}'`)
    tokens.push({ kind: KINDS.find((_, index) => match[index + 1] !== undefined) ?? 'symbol', text: match[0], at })
    at += match[0].length
  }
}

export const unquoted = (text: string): string => text.slice(1, -1).replaceAll(text[0] + text[0], text[0])
