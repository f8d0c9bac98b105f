import type { Token } from './tokens'

/** What is left to read of a query. */
export class TokenReader {
  protected at = 0

  constructor(
    private readonly tokens: readonly Token[],
    private readonly text: string,
  ) {}

  protected identifier(): string {
    const token = this.next()
    if (token.kind === 'quoted') return unquoted(token.text)
    return this.fail(`a name in brackets was expected, not '${token.text}'`)
  }

  protected get token(): Token {
    return this.tokens[this.at]
  }

  protected next(): Token {
    return this.tokens[this.at++] ?? this.fail('the query ends too early')
  }

  protected is(word: string): boolean {
    return this.token.kind === 'name' && this.token.text.toUpperCase() === word
  }

  protected takes(word: string): boolean {
    const found = this.is(word)
    if (found) this.at++
    return found
  }

  protected takesSymbol(symbol: string): boolean {
    const found = this.token.kind === 'symbol' && this.token.text === symbol
    if (found) this.at++
    return found
  }

  protected word(word: string): void {
    const token = this.next()
    if (token.kind !== 'name' || token.text.toUpperCase() !== word.toUpperCase()) this.fail(`${word} was expected, not '${token.text}'`)
  }

  protected symbol(symbol: string): void {
    const token = this.next()
    if (token.kind !== 'symbol' || token.text !== symbol) this.fail(`'${symbol}' was expected, not '${token.text}'`)
  }

  protected fail(problem: string): never {
    const token = this.tokens[Math.max(0, this.at - 1)]
    throw new SyntaxError(`Stream Analytics query: ${problem}, near '${this.text.slice(token.at, token.at + 60)}'`)
  }
}

export function unquoted(name: string): string {
  return name.slice(1, -1).replaceAll(']]', ']')
}
