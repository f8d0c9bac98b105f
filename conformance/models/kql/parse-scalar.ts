import { parseExactJson } from '../../expected/exact-json'
import { arityOf } from './functions'
import { listOfJson } from './json'
import type { Node, Tabular, UserFunction } from './syntax'
import { type Token, unquoted } from './tokens'
import { Decimal, datetimeOf, TICKS_PER_MS, Ticks } from './values'

const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>', 'contains_cs', 'endswith_cs', 'startswith_cs']
/** Words that the language keeps for itself where a column might stand: such names are written in brackets. */
const RESERVED = ['and', 'or', 'by', 'in', 'let', 'on', 'to', 'typeof', 'where', 'extend', 'project', 'summarize', 'sort', 'lookup', 'asc']

/** Reads scalar expressions; from the weakest: or, and, comparisons (of which one stands in a row), sums, products. */
export abstract class Scalars {
  readonly functions = new Map<string, UserFunction>()
  private at = 0

  constructor(
    private readonly tokens: readonly Token[],
    private readonly text: string,
  ) {}

  abstract tabular(): Tabular

  expression(): Node {
    return this.chain(['or'], () => this.chain(['and'], () => this.comparison()))
  }

  private comparison(): Node {
    const left = this.sum()
    if (this.takes('in')) {
      this.expect('(')
      const among = this.list(() => this.expression())
      this.expect(')')
      return { node: 'in', value: left, among }
    }
    if (this.takes('between')) {
      this.expect('(')
      const least = this.sum()
      this.expect('..')
      const most = this.sum()
      this.expect(')')
      return { node: 'between', value: left, least, most }
    }
    const operator = COMPARISONS.find(sign => this.peek === sign)
    if (operator === undefined) return left
    this.expect(operator)
    return { node: 'binary', operator, left, right: this.sum() }
  }

  private sum(): Node {
    return this.chain(['+', '-'], () => this.chain(['*', '/', '%'], () => this.primary()))
  }

  private chain(operators: readonly string[], inner: () => Node): Node {
    let left = inner()
    for (let operator = this.peek; this.isCode && operators.includes(operator); operator = this.peek) {
      this.expect(operator)
      left = { node: 'binary', operator, left, right: inner() }
    }
    return left
  }

  private primary(): Node {
    const { kind, text } = this.token
    switch (kind) {
      case 'literal':
        this.at++
        return this.literal(text)
      case 'text':
        this.at++
        return { node: 'literal', value: unquoted(text) }
      case 'span':
        this.at++
        return {
          node: 'literal',
          value: new Ticks('timespan', BigInt(Number.parseInt(text, 10)) * TICKS_PER_MS * (text.endsWith('ms') ? 1n : 86_400_000n)),
        }
      case 'number':
        this.at++
        return { node: 'literal', value: /^\d+$/.test(text) ? BigInt(text) : Number(text) }
      case 'bracketed':
        return { node: 'column', name: this.name() }
      case 'name':
        return this.nameOrCall(text)
      default: {
        if (this.takes('-')) return { node: 'binary', operator: '-', left: { node: 'literal', value: 0n }, right: this.primary() }
        this.expect('(')
        const inner = this.expression()
        this.expect(')')
        return inner
      }
    }
  }

  private nameOrCall(text: string): Node {
    if (text === 'true' || text === 'false') {
      this.at++
      return { node: 'literal', value: text === 'true' }
    }
    if (this.tokens[this.at + 1].text !== '(') return { node: 'column', name: this.name() }
    this.at += 2
    if (text === 'toscalar') {
      const query = this.tabular()
      this.expect(')')
      return { node: 'toscalar', query }
    }
    const arity = this.functions.has(text) ? { least: 1, most: 1 } : arityOf(text)
    if (arity === undefined) return this.fail(`the model lacks the function ${text}`)
    const given = this.peek === ')' ? [] : this.list(() => this.expression())
    this.expect(')')
    if (given.length < arity.least || given.length > arity.most) this.fail(`${text} has ${given.length} arguments`)
    return { node: 'call', name: text, arguments: given }
  }

  private literal(text: string): Node {
    const [, type, inner] = /^(\w+)\(([\s\S]*)\)$/.exec(text) ?? []
    const literal = (value: (Node & { readonly node: 'literal' })['value'] | undefined): Node =>
      value === undefined ? this.fail(`no literal of ${type}`) : { node: 'literal', value }
    if (inner === 'null') return literal(null)
    if (type === 'long') return literal(/^-?\d+$/.test(inner) ? BigInt(inner) : undefined)
    if (type === 'decimal') return literal(/^-?\d+$/.test(inner) ? new Decimal(BigInt(inner)) : undefined)
    if (type === 'real') return literal(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(inner) ? Number(inner) : undefined)
    if (type === 'datetime') return literal(datetimeOf(inner) ?? undefined)
    if (type === 'dynamic') return literal(listOfJson(parseExactJson(inner) ?? null) ?? undefined)
    return this.fail(`literals of ${type} are written otherwise`)
  }

  /** A name of a table or column. */
  name(): string {
    const { kind, text } = this.token
    if (kind !== 'bracketed' && (kind !== 'name' || RESERVED.includes(text))) this.fail('a name is expected')
    this.at++
    return kind === 'bracketed' ? unquoted(text.slice(1, -1)) : text
  }

  word(): string {
    if (this.token.kind !== 'name') this.fail('a word is expected')
    return this.tokens[this.at++].text
  }

  list<T>(item: () => T): readonly T[] {
    const items = [item()]
    while (this.takes(',')) items.push(item())
    return items
  }

  takes(text: string): boolean {
    const found = this.isCode && this.peek === text
    if (found) this.at++
    return found
  }

  expect(text: string): void {
    if (!this.takes(text)) this.fail(`'${text}' is expected`)
  }

  fail(problem: string): never {
    throw new SyntaxError(`KQL: ${problem} at '${this.text.slice(this.token.at, this.token.at + 40)}'`)
  }

  get token(): Token {
    return this.tokens[this.at]
  }

  get peek(): string {
    return this.token.text
  }

  private get isCode(): boolean {
    return this.token.kind === 'name' || this.token.kind === 'symbol'
  }
}
