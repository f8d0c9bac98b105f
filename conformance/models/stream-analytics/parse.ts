import { arityOf, isAggregate } from './signatures'
import type { Join, Node, Query, Select, TypeName, Window } from './syntax'
import { type Token, tokensOf } from './tokens'

const UNITS: Readonly<Record<string, number>> = { day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000, millisecond: 1 }
const DATE_PARTS = ['year', 'quarter', 'month', 'day', 'dayofyear', 'hour', 'minute', 'second', 'millisecond']
const COMPARISONS = ['=', '<>', '<', '<=', '>', '>=']
const WINDOWS = ['TUMBLINGWINDOW', 'HOPPINGWINDOW', 'SESSIONWINDOW']

/**
 * Reads a query. Strict: whatever the documentation of the language doesn't have is an error, as is what this subset leaves out.
 * Grammar: https://learn.microsoft.com/stream-analytics-query/query-language-elements-azure-stream-analytics
 * @param functions scripts of the job's JavaScript aggregates, by their names
 * @throws SyntaxError
 */
export function parseQuery(text: string, functions: ReadonlyMap<string, string> = new Map()): Query {
  return new Parser(tokensOf(text), text, functions).query()
}

class Parser {
  private at = 0

  constructor(
    private readonly tokens: readonly Token[],
    private readonly text: string,
    private readonly functions: ReadonlyMap<string, string>,
  ) {}

  query(): Query {
    const steps: Query['steps'][number][] = []
    if (this.takes('WITH')) {
      do {
        const name = this.identifier()
        if (steps.some(step => step.name === name)) this.fail(`two steps are called ${name}`)
        this.word('AS')
        this.symbol('(')
        const select = this.select()
        if (select.into !== undefined) this.fail('a step has no INTO')
        this.symbol(')')
        steps.push({ name, select })
      } while (this.takesSymbol(','))
    }
    const outputs: Select[] = []
    while (this.token.kind !== 'end') {
      const select = this.select()
      if (select.into === undefined) this.fail('a SELECT that is no step needs INTO')
      outputs.push(select)
    }
    return { steps, outputs }
  }

  private select(): Select {
    this.word('SELECT')
    const columns: Select['columns'][number][] = []
    const all = this.takesSymbol('*')
    if (all) this.symbol(',')
    do {
      const expression = this.value()
      const name = this.takes('AS') ? this.identifier() : this.ownName(expression)
      if (columns.some(column => column.name === name)) this.fail(`two columns are called ${name}`)
      columns.push({ expression, name })
    } while (this.takesSymbol(','))
    const into = this.takes('INTO') ? this.identifier() : undefined
    this.word('FROM')
    const from = this.identifier()
    const alias = this.takes('AS') ? this.identifier() : from
    const timestampBy = this.takes('TIMESTAMP') ? this.behind('BY') : undefined
    const joins = this.joins()
    if (all && joins.length > 0) this.fail('* is read of one relation alone')
    const where = this.takes('WHERE') ? this.condition() : undefined
    const groupBy: Node[] = []
    let window: Window | undefined
    if (this.takes('GROUP')) {
      this.word('BY')
      do {
        if (WINDOWS.includes(this.token.text.toUpperCase())) {
          if (window !== undefined) this.fail('GROUP BY has one window')
          window = this.window()
        } else groupBy.push(this.value())
      } while (this.takesSymbol(','))
      if (window === undefined) this.fail('GROUP BY needs a window')
    }
    return { all, columns, into, from, alias, timestampBy, joins, where, groupBy, window }
  }

  private behind(word: string): Node {
    this.word(word)
    return this.value()
  }

  private joins(): readonly Join[] {
    const joins: Join[] = []
    while (true) {
      if (this.takes('CROSS')) {
        this.word('APPLY')
        this.word('GetArrayElements')
        this.symbol('(')
        const list = this.value()
        if (list.node !== 'column') this.fail('GetArrayElements takes a column')
        this.symbol(')')
        this.word('AS')
        joins.push({ join: 'apply', list, alias: this.identifier() })
        continue
      }
      const left = this.takes('LEFT')
      if (!left && !this.is('JOIN')) return joins
      this.word('JOIN')
      const input = this.identifier()
      this.word('AS')
      const alias = this.identifier()
      this.word('ON')
      joins.push({ join: 'reference', left, input, alias, on: this.condition() })
    }
  }

  private window(): Window {
    const kind = this.next().text.toUpperCase()
    this.symbol('(')
    if (kind === 'SESSIONWINDOW') {
      const timeoutMs = this.duration('Timeout')
      this.symbol(',')
      const maxDurationMs = this.duration('MaxDuration')
      this.symbol(')')
      const partitionBy: Node[] = []
      if (this.takes('OVER')) {
        this.symbol('(')
        this.word('PARTITION')
        this.word('BY')
        partitionBy.push(this.value())
        this.symbol(')')
      }
      return { kind: 'session', timeoutMs, maxDurationMs, partitionBy }
    }
    const sizeMs = this.duration('Duration')
    if (kind === 'HOPPINGWINDOW') this.symbol(',')
    const hopMs = kind === 'HOPPINGWINDOW' ? this.duration('Hop') : undefined
    const offsetMs = this.takesSymbol(',') ? this.duration('Offset') : 0
    this.symbol(')')
    if (sizeMs > 7 * UNITS.day) this.fail('a window is at most 7 days long')
    return hopMs === undefined ? { kind: 'tumbling', sizeMs, offsetMs } : { kind: 'hopping', sizeMs, hopMs, offsetMs }
  }

  private duration(name: string): number {
    this.word(name)
    this.symbol('(')
    const unit = UNITS[this.next().text]
    if (unit === undefined) this.fail('a unit of time was expected')
    this.symbol(',')
    const sign = this.takesSymbol('-') ? -1 : 1
    const size = this.next()
    if (size.kind !== 'number' || !/^\d+$/.test(size.text)) this.fail('a whole number was expected')
    this.symbol(')')
    return sign * Number(size.text) * unit
  }

  /** A predicate: what WHERE, ON and WHEN take. */
  private condition(): Node {
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

  private value(): Node {
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

  private ownName(expression: Node): string {
    return expression.node === 'column' ? expression.path[expression.path.length - 1] : this.fail('an expression needs AS and a name')
  }

  private identifier(): string {
    const token = this.next()
    if (token.kind === 'quoted') return unquoted(token.text)
    return this.fail(`a name in brackets was expected, not '${token.text}'`)
  }

  private get token(): Token {
    return this.tokens[this.at]
  }

  private next(): Token {
    return this.tokens[this.at++] ?? this.fail('the query ends too early')
  }

  private is(word: string): boolean {
    return this.token.kind === 'name' && this.token.text.toUpperCase() === word
  }

  private takes(word: string): boolean {
    const found = this.is(word)
    if (found) this.at++
    return found
  }

  private takesSymbol(symbol: string): boolean {
    const found = this.token.kind === 'symbol' && this.token.text === symbol
    if (found) this.at++
    return found
  }

  private word(word: string): void {
    const token = this.next()
    if (token.kind !== 'name' || token.text.toUpperCase() !== word.toUpperCase()) this.fail(`${word} was expected, not '${token.text}'`)
  }

  private symbol(symbol: string): void {
    const token = this.next()
    if (token.kind !== 'symbol' || token.text !== symbol) this.fail(`'${symbol}' was expected, not '${token.text}'`)
  }

  private fail(problem: string): never {
    const token = this.tokens[Math.max(0, this.at - 1)]
    throw new SyntaxError(`Stream Analytics query: ${problem}, near '${this.text.slice(token.at, token.at + 60)}'`)
  }
}

function unquoted(name: string): string {
  return name.slice(1, -1).replaceAll(']]', ']')
}
