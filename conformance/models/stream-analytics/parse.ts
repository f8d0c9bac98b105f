import { ExpressionParser } from './parse-expression'
import type { Join, Node, Query, Select, Window } from './syntax'
import { tokensOf } from './tokens'

const UNITS: Readonly<Record<string, number>> = { day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000, millisecond: 1 }
const WINDOWS = ['TUMBLINGWINDOW', 'HOPPINGWINDOW', 'SESSIONWINDOW']

/**
 * Reads a query. Strict: whatever the documentation of the language doesn't have is an error, as is what this subset leaves out.
 * Grammar: https://learn.microsoft.com/stream-analytics-query/query-language-elements-azure-stream-analytics
 * @param functions scripts of the job's JavaScript aggregates, by their names
 * @throws SyntaxError
 */
export function parseQuery(text: string, functions: ReadonlyMap<string, string> = new Map()): Query {
  return new QueryParser(tokensOf(text), text, functions).query()
}

class QueryParser extends ExpressionParser {
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

  private ownName(expression: Node): string {
    return expression.node === 'column' ? expression.path[expression.path.length - 1] : this.fail('an expression needs AS and a name')
  }
}
