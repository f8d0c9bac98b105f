import { arityOf, isAggregate } from './signatures'
import type { Node, TypeName } from './syntax'
import { TokenReader, unquoted } from './token-reader'
import type { Token } from './tokens'

const DATE_PARTS = ['year', 'quarter', 'month', 'day', 'dayofyear', 'hour', 'minute', 'second', 'millisecond']
const COMPARISONS = ['=', '<>', '<', '<=', '>', '>=']

/** Reads values and conditions. */
export class ExpressionParser extends TokenReader {
  constructor(
    tokens: readonly Token[],
    text: string,
    private readonly functions: ReadonlyMap<string, string>,
  ) {
    super(tokens, text)
  }

  /** A predicate: what WHERE, ON and WHEN take. */
  protected condition(): Node {
    return this.chain('OR', () => this.chain('AND', () => this.negation()))
  }

  private chain(word: string, part: () => Node): Node {
    let left = part()
    while (this.takes(word)) left = { node: 'binary', operator: word, left, right: part() }
    return left
  }

  private negation(): Node {
    return this.takes('NOT') ? { node: 'not', argument: this.negation() } : this.predicate()
  }

  private predicate(): Node {
    const start = this.at
    if (this.takesSymbol('(')) {
      // Parentheses hold a condition, or begin a value of a comparison: the first that fits.
      try {
        const inner = this.condition()
        this.symbol(')')
        if (!this.isBehindValue()) return inner
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
      }
      this.at = start
    }
    const left = this.value()
    if (this.takes('IS')) {
      const not = this.takes('NOT')
      this.word('NULL')
      return { node: 'isNull', argument: left, not }
    }
    if (this.takes('IN')) {
      this.symbol('(')
      const values = this.list()
      return { node: 'in', argument: left, values }
    }
    const operator = this.next().text
    if (!COMPARISONS.includes(operator)) this.fail('a comparison was expected')
    return { node: 'binary', operator, left, right: this.value() }
  }

  private isBehindValue(): boolean {
    return [...COMPARISONS, '+', '-', '*', '/', '%'].includes(this.token.text) || this.is('IS') || this.is('IN')
  }

  /** Values up to the closing parenthesis. */
  private list(): readonly Node[] {
    const values: Node[] = []
    do values.push(this.value())
    while (this.takesSymbol(','))
    this.symbol(')')
    return values
  }

  protected value(): Node {
    return this.operators(['+', '-'], () => this.operators(['*', '/', '%'], () => this.unary()))
  }

  private operators(symbols: readonly string[], part: () => Node): Node {
    let left = part()
    while (this.token.kind === 'symbol' && symbols.includes(this.token.text)) {
      const operator = this.next().text
      left = { node: 'binary', operator, left, right: part() }
    }
    return left
  }

  private unary(): Node {
    return this.takesSymbol('-') ? { node: 'minus', argument: this.unary() } : this.primary()
  }

  private primary(): Node {
    const token = this.next()
    switch (token.kind) {
      case 'text':
        return { node: 'text', value: token.text.slice(1, -1).replaceAll("''", "'") }
      case 'number':
        return /^\d+$/.test(token.text) ? { node: 'bigint', value: BigInt(token.text) } : { node: 'float', value: Number(token.text) }
      case 'quoted': {
        const path = [unquoted(token.text)]
        while (this.takesSymbol('.')) path.push(this.identifier())
        return { node: 'column', path }
      }
      case 'symbol': {
        if (token.text !== '(') break
        const inner = this.value()
        this.symbol(')')
        return inner
      }
      case 'name':
        return this.named(token.text)
    }
    return this.fail(`a value was expected, not '${token.text}'`)
  }

  private named(name: string): Node {
    const upper = name.toUpperCase()
    if (upper === 'NULL') return { node: 'null' }
    if (upper === 'CASE') return this.case()
    if (upper === 'CAST' || upper === 'TRY_CAST') return this.cast(upper === 'TRY_CAST')
    if (name === 'System') {
      this.symbol('.')
      this.word('Timestamp')
      this.symbol('(')
      this.symbol(')')
      return { node: 'timestamp' }
    }
    if (name === 'uda') return this.userAggregate()
    this.symbol('(')
    if (isAggregate(upper)) return this.aggregate(upper)
    const parts: Node[] = []
    if (upper === 'DATEADD' || upper === 'DATEDIFF' || upper === 'DATEPART') {
      const part = this.next().text
      if (!DATE_PARTS.includes(part)) this.fail(`'${part}' is no part of a date`)
      this.symbol(',')
      parts.push({ node: 'text', value: part })
    }
    const given = [...parts, ...this.list()]
    const [least, most] = arityOf(upper) ?? this.fail(`there is no function ${name}`)
    if (given.length < least || given.length > most) this.fail(`${name} takes ${least} to ${most} arguments, not ${given.length}`)
    return { node: 'call', name: upper, arguments: given }
  }

  private userAggregate(): Node {
    this.symbol('.')
    const name = this.next().text
    const script = this.functions.get(name) ?? this.fail(`the job has no function ${name}`)
    this.symbol('(')
    const input = this.value()
    this.symbol(')')
    return { node: 'userAggregate', script, input }
  }

  private aggregate(name: string): Node {
    if (name === 'PERCENTILE_DISC') {
      const fraction = Number(this.next().text)
      for (const symbol of [')', 'OVER', '(', 'ORDER', 'BY']) if (this.next().text !== symbol) this.fail(`${symbol} was expected`)
      const input = this.value()
      this.symbol(')')
      return { node: 'aggregate', name, distinct: false, input, fraction }
    }
    if (name === 'COUNT' && this.takesSymbol('*')) {
      this.symbol(')')
      return { node: 'aggregate', name, distinct: false, input: null, fraction: 0 }
    }
    const distinct = this.takes('DISTINCT')
    if (distinct && name !== 'COUNT') this.fail('DISTINCT stands in COUNT alone')
    const input = this.value()
    this.symbol(')')
    return { node: 'aggregate', name, distinct, input, fraction: 0 }
  }

  private case(): Node {
    const branches: (readonly [Node, Node])[] = []
    while (this.takes('WHEN')) {
      const when = this.condition()
      this.word('THEN')
      branches.push([when, this.value()])
    }
    if (branches.length === 0) this.fail('CASE needs WHEN')
    // Both formats require ELSE.
    this.word('ELSE')
    const otherwise = this.value()
    this.word('END')
    return { node: 'case', branches, otherwise }
  }

  private cast(tries: boolean): Node {
    this.symbol('(')
    const argument = this.value()
    this.word('AS')
    const name = this.next().text.toLowerCase()
    if (name === 'nvarchar') for (const symbol of ['(', 'max', ')']) if (this.next().text !== symbol) this.fail('nvarchar is nvarchar(max)')
    const type = name === 'nvarchar' ? 'nvarchar(max)' : name
    if (!['bigint', 'float', 'nvarchar(max)', 'bit', 'datetime'].includes(type)) this.fail(`'${type}' is no type to cast to`)
    this.symbol(')')
    return { node: 'cast', argument, type: type as TypeName, tries }
  }
}
