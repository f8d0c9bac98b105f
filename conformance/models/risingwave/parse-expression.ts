import { AGGREGATES, arityOf } from './functions'
import { type Token, unquoted } from './tokens'
import type { RwType } from './values'

/** A scalar expression, or an aggregate. */
export type Node =
  | { readonly node: 'column'; readonly path: readonly string[] }
  | { readonly node: 'member'; readonly of: Node; readonly name: string }
  | { readonly node: 'text'; readonly value: string }
  | { readonly node: 'number'; readonly text: string }
  | { readonly node: 'constant'; readonly value: boolean | null }
  | { readonly node: 'interval'; readonly microseconds: bigint }
  | { readonly node: 'list'; readonly elements: readonly Node[] }
  | { readonly node: 'call'; readonly name: string; readonly arguments: readonly Node[] }
  | { readonly node: 'aggregate'; readonly name: string; readonly input: Node | null; readonly distinct: boolean }
  | { readonly node: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly node: 'not'; readonly of: Node }
  | { readonly node: 'isNull'; readonly of: Node; readonly not: boolean }
  | { readonly node: 'in'; readonly value: Node; readonly among: readonly Node[] }
  | { readonly node: 'case'; readonly branches: readonly (readonly [when: Node, then: Node])[]; readonly otherwise: Node }
  | { readonly node: 'cast'; readonly of: Node; readonly type: RwType }

const COMPARISONS = ['=', '<>', '<=', '>=', '<', '>']

/** Reads expressions as PostgreSQL does: OR, AND, NOT, IS, comparisons, then `||`, sums, products. https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE */
export class Expressions {
  private at = 0

  constructor(
    private readonly tokens: readonly Token[],
    private readonly source: string,
  ) {}

  expression(): Node {
    return this.chain(['OR'], () => this.chain(['AND'], () => this.negation()))
  }

  private negation(): Node {
    return this.takes('NOT') ? { node: 'not', of: this.negation() } : this.test()
  }

  private test(): Node {
    const left = this.comparison()
    if (!this.takes('IS')) return left
    const not = this.takes('NOT')
    this.expect('NULL')
    return { node: 'isNull', of: left, not }
  }

  private comparison(): Node {
    const left = this.sum()
    if (this.takes('IN')) return { node: 'in', value: left, among: this.inParentheses(() => this.list(() => this.expression())) }
    if (this.takes('BETWEEN')) {
      const least = this.sum()
      this.expect('AND')
      const between = (operator: string, right: Node): Node => ({ node: 'binary', operator, left, right })
      return { node: 'binary', operator: 'AND', left: between('>=', least), right: between('<=', this.sum()) }
    }
    const operator = COMPARISONS.find(sign => this.takes(sign))
    return operator === undefined ? left : { node: 'binary', operator, left, right: this.sum() }
  }

  sum(): Node {
    return this.chain(['||'], () => this.chain(['+', '-'], () => this.chain(['*', '/', '%'], () => this.primary())))
  }

  private chain(operators: readonly string[], inner: () => Node): Node {
    let left = inner()
    for (;;) {
      const operator = operators.find(sign => this.takes(sign))
      if (operator === undefined) return left
      left = { node: 'binary', operator, left, right: inner() }
    }
  }

  private primary(): Node {
    const { kind, text } = this.token
    if (kind === 'text') return { node: 'text', value: this.string() }
    if (kind === 'number') {
      this.at++
      return { node: 'number', text }
    }
    if (kind === 'quoted') {
      const path = [this.name()]
      while (this.takes('.')) path.push(this.name())
      return { node: 'column', path }
    }
    if (this.peek === '(') {
      const inner = this.inParentheses(() => this.expression())
      return this.takes('.') ? { node: 'member', of: inner, name: this.name() } : inner
    }
    if (this.takes('-')) return { node: 'call', name: 'NEGATE', arguments: [this.primary()] }
    return this.word()
  }

  private word(): Node {
    for (const [word, value] of [
      ['TRUE', true],
      ['FALSE', false],
      ['NULL', null],
    ] as const)
      if (this.takes(word)) return { node: 'constant', value }
    if (this.takes('CASE')) return this.cases()
    if (this.takes('CAST'))
      return this.inParentheses(() => {
        const of = this.expression()
        this.expect('AS')
        return { node: 'cast', of, type: this.type() }
      })
    if (this.takes('INTERVAL')) return { node: 'interval', microseconds: this.interval() }
    if (this.takes('ARRAY')) {
      this.expect('[')
      const elements = this.peek === ']' ? [] : this.list(() => this.expression())
      this.expect(']')
      return { node: 'list', elements }
    }
    if (this.takes('EXTRACT'))
      return this.inParentheses(() => {
        this.expect('EPOCH')
        this.expect('FROM')
        return { node: 'call', name: 'EPOCH', arguments: [this.expression()] }
      })
    if (this.takes('POSITION'))
      return this.inParentheses(() => {
        const part = this.sum()
        this.expect('IN')
        return { node: 'call', name: 'POSITION', arguments: [part, this.expression()] }
      })
    if (this.takes('window_start')) return { node: 'column', path: ['window_start'] }
    return this.call()
  }

  private call(): Node {
    const name = this.token.text
    if (this.token.kind !== 'word') this.fail('an expression is expected')
    this.at++
    if (AGGREGATES.includes(name))
      return this.inParentheses((): Node => {
        if (name === 'COUNT' && this.takes('*')) return { node: 'aggregate', name, input: null, distinct: false }
        const distinct = this.takes('DISTINCT')
        return { node: 'aggregate', name, input: this.expression(), distinct }
      })
    const arity = arityOf(name) ?? this.fail(`the model lacks ${name}`)
    const given = this.inParentheses(() => this.list(() => this.expression()))
    if (arity !== 'many' && given.length !== arity) this.fail(`${name} has ${given.length} arguments`)
    return { node: 'call', name, arguments: given }
  }

  private cases(): Node {
    const branches: (readonly [Node, Node])[] = []
    while (this.takes('WHEN')) {
      const when = this.expression()
      this.expect('THEN')
      branches.push([when, this.expression()])
    }
    const otherwise: Node = this.takes('ELSE') ? this.expression() : { node: 'constant', value: null }
    this.expect('END')
    return { node: 'case', branches, otherwise }
  }

  /** Microseconds of `'2 seconds 500 milliseconds'`. */
  interval(): bigint {
    const text = this.string()
    const match = /^(?:(\d+) seconds)?(?:(?:^| )(\d+) milliseconds)?$/.exec(text)
    if (text === '' || match === null) return this.fail(`the interval '${text}' is not written`)
    return (BigInt(match[1] ?? 0) * 1000n + BigInt(match[2] ?? 0)) * 1000n
  }

  type(): RwType {
    const base = this.baseType()
    if (!this.takes('[')) return base
    this.expect(']')
    return { name: 'list', element: base }
  }

  private baseType(): RwType {
    if (this.takes('STRUCT')) {
      this.expect('<')
      const members = this.list(() => [this.name(), this.type()] as const)
      this.expect('>')
      return { name: 'struct', members }
    }
    if (this.takes('DOUBLE')) {
      this.expect('PRECISION')
      return { name: 'DOUBLE PRECISION' }
    }
    const name = (['BIGINT', 'BOOLEAN', 'TIMESTAMPTZ', 'VARCHAR'] as const).find(type => this.takes(type))
    return name === undefined ? this.fail('no type of this subset') : { name }
  }

  inParentheses<T>(inner: () => T): T {
    this.expect('(')
    const found = inner()
    this.expect(')')
    return found
  }

  list<T>(item: () => T): readonly T[] {
    const items = [item()]
    while (this.takes(',')) items.push(item())
    return items
  }

  name(): string {
    if (this.token.kind !== 'quoted') this.fail('a name in double quotes is expected')
    return unquoted(this.tokens[this.at++].text)
  }

  string(): string {
    if (this.token.kind !== 'text') this.fail('a text is expected')
    return unquoted(this.tokens[this.at++].text)
  }

  takes(text: string): boolean {
    const found = (this.token.kind === 'word' || this.token.kind === 'symbol') && this.peek === text
    if (found) this.at++
    return found
  }

  expect(...texts: readonly string[]): void {
    for (const text of texts) if (!this.takes(text)) this.fail(`'${text}' is expected`)
  }

  fail(problem: string): never {
    throw new SyntaxError(`RisingWave: ${problem} at '${this.source.slice(this.token.at, this.token.at + 40)}'`)
  }

  get token(): Token {
    return this.tokens[this.at]
  }

  private get peek(): string {
    return this.token.text
  }
}
