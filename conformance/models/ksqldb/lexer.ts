export type TokenKind = 'word' | 'name' | 'text' | 'integer' | 'decimal' | 'double' | 'symbol' | 'end'

export interface Token {
  readonly kind: TokenKind
  /** Of words in upper case; of names and texts what they mean. */
  readonly text: string
  readonly at: number
}

/** Text that ksqlDB's parser would refuse, or a definition that its analysis would. */
export class KsqlRefusal extends Error {}

const RULES: readonly (readonly [TokenKind | 'skip', RegExp])[] = [
  ['skip', /[ \r\n\t]+|--(?!@)[^\r\n]*|\/\*[\s\S]*?\*\//y],
  ['text', /'(?:[^']|'')*'/y],
  ['name', /`(?:[^`]|``)*`/y],
  ['double', /(?:\d+(?:\.\d*)?|\.\d+)E[+-]?\d+/iy],
  ['decimal', /\d+\.\d*|\.\d+/y],
  ['integer', /\d+/y],
  ['word', /[A-Za-z_][A-Za-z0-9_@]*/y],
  ['symbol', /<>|!=|<=|>=|:=|->|\|\||[-+*/%=<>(),;.[\]]/y],
]

/** The tokens of a script, by the lexical rules of ksqlDB's grammar (SqlBase.g4). Double quotes and directives are no part of generated text. */
export function tokensOf(script: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < script.length) {
    const found = RULES.map(([kind, rule]) => [kind, matchAt(rule, script, at)] as const).find(([, text]) => text !== undefined)
    const [kind, text] = found ?? ['symbol', undefined]
    if (text === undefined) throw new KsqlRefusal(`${JSON.stringify(script.slice(at, at + 20))} is no token of ksqlDB's grammar`)
    if (kind !== 'skip') tokens.push({ kind, text: meaning(kind, text), at })
    at += text.length
  }
  return [...tokens, { kind: 'end', text: '', at }]
}

function matchAt(rule: RegExp, script: string, at: number): string | undefined {
  const sticky = new RegExp(rule)
  sticky.lastIndex = at
  return sticky.exec(script)?.[0]
}

function meaning(kind: TokenKind, text: string): string {
  if (kind === 'word') return text.toUpperCase()
  if (kind === 'text') return text.slice(1, -1).replaceAll("''", "'")
  return kind === 'name' ? text.slice(1, -1).replaceAll('``', '`') : text
}
