import { Expressions, type Node } from './parse-expression'
import { tokensOf } from './tokens'
import type { RwType, RwValue } from './values'

export interface Source {
  readonly name: string
  readonly columns: readonly (readonly [name: string, type: RwType])[]
  readonly computed: { readonly name: string; readonly expression: Node }
  /** The column less an interval. */
  readonly watermark: { readonly column: string; readonly delay: bigint }
}

export type From =
  | { readonly from: 'relation'; readonly name: string }
  | {
      readonly from: 'TUMBLE' | 'HOP'
      readonly name: string
      readonly time: string
      readonly hop: bigint
      readonly size: bigint
      readonly offset: bigint
    }

export type Join =
  | { readonly join: 'unnest'; readonly list: Node; readonly alias: string; readonly column: string }
  | {
      readonly join: 'inner' | 'left'
      readonly rows: readonly (readonly Node[])[]
      readonly alias: string
      readonly columns: readonly string[]
      readonly on: Node
    }

export interface Select {
  readonly columns: readonly { readonly name: string; readonly expression: Node }[]
  readonly from: From
  readonly joins: readonly Join[]
  readonly where: Node | undefined
  readonly groupBy: readonly Node[]
  readonly having: Node | undefined
}

export interface Program {
  readonly source: Source
  readonly views: readonly { readonly name: string; readonly select: Select; readonly onWindowClose: boolean }[]
  readonly sinks: readonly { readonly topic: string; readonly select: Select }[]
}

export type Row = ReadonlyMap<string, RwValue>

/**
 * Reads a file of statements. Strict: what RisingWave's documentation doesn't have is an error, as is what this subset leaves out. https://docs.risingwave.com/sql/overview
 * @throws SyntaxError
 */
export function parseProgram(text: string): Program {
  return new Parser(tokensOf(text), text).program()
}

class Parser extends Expressions {
  program(): Program {
    const views: Program['views'][number][] = []
    const sinks: Program['sinks'][number][] = []
    this.expect('CREATE', 'SOURCE')
    const source = this.sourceOf()
    while (this.token.kind !== 'end') {
      this.expect('CREATE')
      if (this.takes('SINK')) sinks.push(this.sink())
      else {
        const isMaterialized = this.takes('MATERIALIZED')
        this.expect('VIEW')
        const name = this.name()
        this.expect('AS')
        const select = this.select()
        const onWindowClose = isMaterialized && this.takes('EMIT')
        if (onWindowClose) this.expect('ON', 'WINDOW', 'CLOSE')
        views.push({ name, select, onWindowClose })
      }
      this.expect(';')
    }
    return { source, views, sinks }
  }

  private sourceOf(): Source {
    const name = this.name()
    const columns: (readonly [string, RwType])[] = []
    let computed: Source['computed'] | undefined
    let watermark: Source['watermark'] | undefined
    this.inParentheses(() =>
      this.list(() => {
        if (this.takes('WATERMARK')) {
          this.expect('FOR')
          const column = this.name()
          this.expect('AS')
          if (this.name() !== column) this.fail('the watermark is of its own column')
          this.expect('-', 'INTERVAL')
          watermark = { column, delay: this.interval() }
          return
        }
        const own = this.name()
        const type = this.type()
        if (this.takes('AS')) computed = { name: own, expression: this.expression() }
        else columns.push([own, type])
      }),
    )
    const options = this.options()
    if (options.get('connector') !== 'kafka' || !options.has('topic')) this.fail('a source reads a topic of Kafka')
    this.expect('FORMAT', 'PLAIN', 'ENCODE', 'JSON', ';')
    if (computed === undefined || watermark === undefined) return this.fail('a source has an event time and a watermark')
    return { name, columns, computed, watermark }
  }

  private sink(): Program['sinks'][number] {
    this.name()
    this.expect('AS')
    const select = this.select()
    const topic = this.options().get('topic') ?? this.fail('a sink has a topic')
    this.expect('FORMAT', 'PLAIN', 'ENCODE', 'JSON')
    this.inParentheses(() => {
      this.expect('force_append_only', '=')
      return this.string()
    })
    return { topic, select }
  }

  private options(): ReadonlyMap<string, string> {
    this.expect('WITH')
    const given = this.inParentheses(() =>
      this.list(() => {
        const name = this.token.text
        this.expect(name, '=')
        return [name, this.string()] as const
      }),
    )
    return new Map(given)
  }

  private select(): Select {
    this.expect('SELECT')
    const columns = this.list(() => {
      const expression = this.expression()
      if (this.takes('AS')) return { name: this.name(), expression }
      if (expression.node !== 'column') return this.fail('a column has no name')
      return { name: expression.path[expression.path.length - 1], expression }
    })
    this.expect('FROM')
    const from = this.from()
    const joins: Join[] = []
    for (let join = this.join(); join !== undefined; join = this.join()) joins.push(join)
    const where = this.takes('WHERE') ? this.expression() : undefined
    const isGrouped = this.takes('GROUP')
    if (isGrouped) this.expect('BY')
    const groupBy = isGrouped ? this.list(() => this.expression()) : []
    return { columns, from, joins, where, groupBy, having: isGrouped && this.takes('HAVING') ? this.expression() : undefined }
  }

  private from(): From {
    const kind = (['TUMBLE', 'HOP'] as const).find(name => this.takes(name))
    if (kind === undefined) return { from: 'relation', name: this.name() }
    return this.inParentheses(() => {
      const name = this.name()
      this.expect(',')
      const time = this.name()
      const intervals: bigint[] = []
      while (this.takes(',')) {
        this.expect('INTERVAL')
        intervals.push(this.interval())
      }
      const [hop, size, offset = 0n] = kind === 'HOP' ? intervals : [intervals[0], ...intervals]
      return { from: kind, name, time, hop, size, offset }
    })
  }

  private join(): Join | undefined {
    if (this.takes('CROSS')) {
      this.expect('JOIN', 'UNNEST')
      const list = this.inParentheses(() => this.expression())
      this.expect('AS')
      const alias = this.name()
      return { join: 'unnest', list, alias, column: this.inParentheses(() => this.name()) }
    }
    const join = this.takes('LEFT') ? 'left' : 'inner'
    if (join === 'left') this.expect('JOIN')
    else if (!this.takes('JOIN')) return undefined
    const rows = this.inParentheses(() => {
      this.expect('VALUES')
      return this.list(() => this.inParentheses(() => this.list(() => this.expression())))
    })
    this.expect('AS')
    const alias = this.name()
    const columns = this.inParentheses(() => this.list(() => this.name()))
    this.expect('ON')
    return { join, rows, alias, columns, on: this.expression() }
  }
}
