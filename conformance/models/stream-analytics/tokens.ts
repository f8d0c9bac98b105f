export interface Token {
  readonly kind: 'name' | 'quoted' | 'text' | 'number' | 'symbol' | 'end'
  readonly text: string
  readonly at: number
}

const SPACE = /(?:\s|--[^\n]*(?:\n|$))*/y
const TOKEN = /(\[(?:[^\]]|\]\])+\])|('(?:[^']|'')*')|(\d+(?:\.\d+)?(?:[eE]-?\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|(<>|<=|>=|[-+*/%=<>(),.])/y
const KINDS = ['quoted', 'text', 'number', 'name', 'symbol'] as const

/** Identifiers in brackets, texts in single quotes, numbers, words and symbols; comments are left out. */
export function tokensOf(query: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (true) {
    SPACE.lastIndex = at
    at += SPACE.exec(query)?.[0].length ?? 0
    if (at >= query.length) break
    TOKEN.lastIndex = at
    const match = TOKEN.exec(query)
    if (match === null) throw new SyntaxError(`Stream Analytics query: nothing known begins with '${query.slice(at, at + 20)}'`)
    const kind = KINDS.find((_, index) => match[index + 1] !== undefined) ?? 'symbol'
    tokens.push({ kind, text: match[0], at })
    at += match[0].length
  }
  tokens.push({ kind: 'end', text: '', at })
  return tokens
}
