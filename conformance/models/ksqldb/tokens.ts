import { KsqlRefusal, type Token, type TokenKind } from './lexer'

/** Words that can't be names without quotes. */
const RESERVED = new Set(
  'SELECT FROM AS ALL DISTINCT WHERE WITHIN WINDOW GROUP BY HAVING LIMIT AT OR AND IN NOT EXISTS BETWEEN LIKE IS NULL TRUE FALSE CASE WHEN THEN ELSE END JOIN FULL OUTER INNER LEFT RIGHT ON WITH VALUES CREATE TABLE TOPIC STREAM STREAMS INSERT DELETE INTO DESCRIBE EXTENDED PRINT CAST RETENTION SIZE ADVANCE TUMBLING HOPPING'.split(
    ' ',
  ),
)

/** A cursor over tokens. */
export class Tokens {
  private at = 0

  constructor(private readonly tokens: readonly Token[]) {}

  get isEnd(): boolean {
    return this.token.kind === 'end'
  }

  get token(): Token {
    return this.tokens[this.at]
  }

  isSymbol(symbol: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === symbol
  }

  isWord(word: string): boolean {
    return this.token.kind === 'word' && this.token.text === word
  }

  takeSymbol(symbol: string): boolean {
    return this.isSymbol(symbol) && this.skip()
  }

  takeWord(word: string): boolean {
    return this.isWord(word) && this.skip()
  }

  symbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) this.refuse(`'${symbol}'`)
  }

  word(word: string): void {
    if (!this.takeWord(word)) this.refuse(word)
  }

  anyWord(...words: readonly string[]): string {
    return words.find(word => this.takeWord(word)) ?? this.refuse(words.join(' or '))
  }

  /** A name in back quotes as it is, others in upper case. */
  identifier(): string {
    const { kind, text } = this.token
    if (kind !== 'name' && (kind !== 'word' || RESERVED.has(text))) this.refuse('a name')
    this.skip()
    return text
  }

  text(): string {
    return this.of('text')
  }

  integer(): number {
    return Number(this.of('integer'))
  }

  /** Members with commas between. */
  list<Item>(read: () => Item): readonly Item[] {
    const items = [read()]
    while (this.takeSymbol(',')) items.push(read())
    return items
  }

  refuse(expected: string): never {
    const { kind, text, at } = this.token
    throw new KsqlRefusal(`got ${kind} ${JSON.stringify(text)} at character ${at}; expected ${expected}`)
  }

  skip(): true {
    this.at++
    return true
  }

  private of(kind: TokenKind): string {
    const { token } = this
    if (token.kind !== kind) this.refuse(kind)
    this.skip()
    return token.text
  }
}
