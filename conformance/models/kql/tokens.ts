export interface Token {
  readonly kind: 'literal' | 'bracketed' | 'text' | 'span' | 'number' | 'name' | 'symbol' | 'end'
  readonly text: string
  readonly at: number
}

const SPACE = /(?:\s|\/\/[^\n]*(?:\n|$))*/y
const TEXT = "'(?:[^'\\\\\\n]|\\\\.)*'"
/** In this order. Literals: https://learn.microsoft.com/kusto/query/scalar-data-types/ */
const KINDS = {
  literal: `(?:bool|datetime|decimal|dynamic|long|real)\\((?:${TEXT}|"(?:[^"\\\\]|\\\\.)*"|[^()'"])*\\)`,
  bracketed: `\\[${TEXT}\\]`,
  text: TEXT,
  span: '\\d+(?:d|ms)\\b',
  number: '\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?\\b',
  name: '[$]?[A-Za-z_][A-Za-z0-9_]*',
  symbol: '[.]{2}|[=!<>]=|[-+*/%=<>(),.:;|{}[\\]]',
} as const
const TOKEN = new RegExp(
  Object.entries(KINDS)
    .map(([kind, pattern]) => `(?<${kind}>${pattern})`)
    .join('|'),
  'y',
)

/** Words, names in brackets, literals and symbols; comments are left out. */
export function tokensOf(query: string): readonly Token[] {
  const tokens: Token[] = []
  for (let at = 0; ; ) {
    SPACE.lastIndex = at
    at += SPACE.exec(query)?.[0].length ?? 0
    if (at >= query.length) return [...tokens, { kind: 'end', text: '', at }]
    TOKEN.lastIndex = at
    const match = TOKEN.exec(query)
    const kind = (Object.keys(KINDS) as (keyof typeof KINDS)[]).find(name => match?.groups?.[name] !== undefined)
    if (match === null || kind === undefined) throw new SyntaxError(`KQL: nothing known begins with '${query.slice(at, at + 20)}'`)
    tokens.push({ kind, text: match[0], at })
    at += match[0].length
  }
}

/** The text of a literal in single quotes; escapes as in https://learn.microsoft.com/kusto/query/scalar-data-types/string. */
export function unquoted(literal: string): string {
  return literal.slice(1, -1).replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, character: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
    if (character === '\\' || character === "'" || character === '"') return character
    throw new SyntaxError(`KQL: the escape \\${character} is none that is written`)
  })
}
