import { arityOf } from './functions'
import { Scalars } from './parse-scalar'
import type { Column, Datatable, Match, Named, Node, Operator, Query, Tabular } from './syntax'
import { tokensOf } from './tokens'
import type { KqlType, KqlValue } from './values'

const TYPES: readonly KqlType[] = ['bool', 'datetime', 'decimal', 'dynamic', 'long', 'real', 'string']

/**
 * Reads a query. Strict: what the language doesn't have is an error, as is what this subset leaves out.
 * Grammar: https://learn.microsoft.com/kusto/query/ (tabular operators, scalar functions, entity names)
 * @throws SyntaxError
 */
export function parseQuery(text: string): Query {
  return new Parser(tokensOf(text), text).query()
}

/** Reads `(name: type, …)` of a table that is created. */
export function parseColumns(text: string): readonly Column[] {
  return new Parser(tokensOf(text), text).columns()
}

class Parser extends Scalars {
  query(): Query {
    const tables: (readonly [string, Tabular])[] = []
    const scalars: (readonly [string, Node])[] = []
    while (this.takes('let')) {
      const name = this.name()
      this.expect('=')
      if (this.takes('(')) this.userFunction(name)
      // Only toscalar and literals begin a scalar that is written.
      else if (this.peek === 'toscalar') scalars.push([name, this.expression()])
      else tables.push([name, this.tabular()])
      this.expect(';')
    }
    const result = this.tabular()
    if (this.token.kind !== 'end') this.fail('the query ends here')
    return { functions: this.functions, tables, scalars, result }
  }

  private userFunction(name: string): void {
    const parameter = this.column()
    this.expect(')')
    this.expect('{')
    this.functions.set(name, { parameter, body: this.expression() })
    this.expect('}')
  }

  columns(): readonly Column[] {
    this.expect('(')
    const columns = this.list(() => this.column())
    this.expect(')')
    return columns
  }

  tabular(): Tabular {
    const source = this.name()
    const operators: Operator[] = []
    while (this.takes('|')) operators.push(this.operator())
    return { source, operators }
  }

  private operator(): Operator {
    const word = this.word()
    switch (word) {
      case 'where':
        return { operator: 'where', condition: this.expression() }
      case 'extend':
      case 'project':
        return { operator: word, columns: this.list(() => this.named(word === 'project')) }
      case 'summarize': {
        const results = this.list(() => this.named(false))
        return { operator: 'summarize', results, by: this.takes('by') ? this.list(() => this.named(true)) : [] }
      }
      case 'sort': {
        this.expect('by')
        return { operator: 'sort', by: this.list(() => this.ascending()) }
      }
      case 'mv': {
        this.expect('-')
        this.expect('expand')
        const { name, expression } = this.named(false)
        this.expect('to')
        this.expect('typeof')
        this.expect('(')
        const type = this.type()
        this.expect(')')
        return { operator: 'expand', name, list: expression, type }
      }
      case 'lookup':
        return this.lookup()
      default:
        return this.fail('no operator of this subset')
    }
  }

  /** `name = expression`; a column alone where `short`, and an aggregate alone gives a column that nothing names. */
  private named(short: boolean): Named {
    const expression = this.expression()
    if (expression.node === 'column' && this.takes('=')) return { name: expression.name, expression: this.expression() }
    if (expression.node === 'column' && short) return { name: expression.name, expression }
    if (expression.node === 'call' && arityOf(expression.name)?.aggregate) return { name: '', expression }
    return this.fail('an expression has no name')
  }

  private ascending(): Node {
    const expression = this.expression()
    this.expect('asc')
    return expression
  }

  private lookup(): Operator {
    this.expect('kind')
    this.expect('=')
    const kind = this.word()
    if (kind !== 'inner' && kind !== 'leftouter') return this.fail('lookups are inner or leftouter')
    this.expect('(')
    const table = this.datatable()
    this.expect(')')
    this.expect('on')
    return { operator: 'lookup', kind, table, on: this.list(() => this.match()) }
  }

  private match(): Match {
    const side = (name: string): string => {
      this.expect(name)
      this.expect('.')
      return this.name()
    }
    const left = side('$left')
    this.expect('==')
    return { left, right: side('$right') }
  }

  private datatable(): Datatable {
    this.expect('datatable')
    const columns = this.columns()
    this.expect('[')
    const cells: KqlValue[] = this.peek === ']' ? [] : [...this.list(() => this.cell())]
    this.expect(']')
    if (cells.length % columns.length !== 0) this.fail('the cells of a datatable make no rows')
    const rows = Array.from({ length: cells.length / columns.length }, (_, row) =>
      cells.slice(row * columns.length, (row + 1) * columns.length),
    )
    return { columns, rows }
  }

  private cell(): KqlValue {
    const literal = this.expression()
    return literal.node === 'literal' ? literal.value : this.fail('a datatable holds literals')
  }

  private column(): Column {
    const name = this.name()
    this.expect(':')
    return { name, type: this.type() }
  }

  private type(): KqlType {
    const word = this.word()
    return TYPES.find(type => type === word) ?? this.fail('no type of this subset')
  }
}
