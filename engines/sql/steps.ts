import { type Expression, type Field, fieldsAfter, type Step } from '../../pipeline'
import type { SqlDialect } from './dialect'
import { writeExpression } from './expression'
import { guardOf } from './guard'
import { type CommonTable, type SelectColumn, selectText } from './select'

/** Events as a relation: columns named as the fields, beside those that are carried for the windows. */
export interface EventRelation {
  /** Unquoted. */
  readonly name: string
  readonly fields: readonly Field[]
  /** Unquoted names of further columns: time, watermark, partition, offset. They never clash with fields. */
  readonly carried: readonly string[]
}

export interface WrittenSteps {
  /** One for each SELECT that the steps need, in order; none where there are no steps. */
  readonly tables: readonly CommonTable[]
  readonly events: EventRelation
}

/**
 * Writes steps with as few SELECTs as they allow: conditions, lookups and lists are gathered until a projection
 * gives columns that a later step refers to. Expressions that may fail bring their guard as a condition.
 *
 * @param nameOf gives each relation's name, unquoted
 */
export function writeSteps(
  dialect: SqlDialect,
  steps: readonly Step[],
  source: EventRelation,
  nameOf: (index: number) => string,
): WrittenSteps {
  const tables: CommonTable[] = []
  let events = source
  for (const segment of segmentsOf(steps)) {
    const name = nameOf(tables.length)
    const written = new SegmentWriter(dialect, events, segment)
    tables.push({ name: dialect.quoteIdentifier(name), select: written.text() })
    events = { name, fields: written.fields, carried: source.carried }
  }
  return { tables, events }
}

/** Steps that share a SELECT: a projection ends one, because what follows refers to its columns. */
function segmentsOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const segments: Step[][] = []
  let ended = true
  for (const step of steps) {
    if (ended) segments.push([])
    segments[segments.length - 1].push(step)
    ended = step.step === 'project'
  }
  return segments
}

class SegmentWriter {
  fields: readonly Field[]
  private readonly joins: string[] = []
  private readonly where: string[] = []
  /** What each field is: a column of `from`, of a lookup, or an exploded element. */
  private readonly columns: Map<string, string>
  private readonly prefix: string
  private projection: readonly SelectColumn[] | undefined

  constructor(
    private readonly dialect: SqlDialect,
    private readonly from: EventRelation,
    steps: readonly Step[],
  ) {
    // What lookups bring may be called like a field of the event.
    const joined = steps.some(({ step }) => step === 'lookup' || step === 'explode')
    this.prefix = joined ? `${dialect.quoteIdentifier(from.name)}.` : ''
    this.columns = new Map(from.fields.map(({ name }) => [name, this.prefix + dialect.quoteIdentifier(name)]))
    this.fields = from.fields
    for (const step of steps) {
      this.add(step)
      this.fields = fieldsAfter(this.fields, step)
    }
  }

  text(): string {
    const own = this.projection ?? this.fields.map(({ name }) => this.column(this.columns.get(name) ?? '', name))
    const carried = this.from.carried.map(name => this.column(this.prefix + this.dialect.quoteIdentifier(name), name))
    const from = this.dialect.quoteIdentifier(this.from.name)
    return selectText({ columns: [...own, ...carried], from, joins: this.joins, where: this.where })
  }

  private add(step: Step): void {
    const { dialect, columns } = this
    switch (step.step) {
      case 'where':
        this.guard(step.condition)
        this.where.push(this.write(step.condition))
        break
      case 'project':
        for (const { expression } of step.fields) this.guard(expression)
        this.projection = step.fields.map(({ name, expression }) => this.column(this.write(expression), name))
        break
      case 'explode': {
        this.guard(step.list)
        const alias = dialect.quoteIdentifier(`${step.as}_list`)
        const element = dialect.quoteIdentifier(step.as)
        this.joins.push(dialect.unnest(this.write(step.list), alias, element))
        columns.set(step.as, `${alias}.${element}`)
        break
      }
      case 'lookup': {
        const alias = dialect.quoteIdentifier(`${step.reference.name}_${this.joins.length + 1}`)
        const conditions = step.on.map(({ column, expression }) => {
          this.guard(expression)
          return `${alias}.${dialect.quoteIdentifier(column)} = ${this.write(expression)}`
        })
        const join = step.join === 'inner' ? 'JOIN' : 'LEFT JOIN'
        this.joins.push(`${join} ${dialect.referenceRelation(step.reference, alias)} ON ${conditions.join(' AND ')}`)
        for (const name of step.take) columns.set(name, `${alias}.${dialect.quoteIdentifier(name)}`)
        break
      }
    }
  }

  private write(expression: Expression): string {
    return writeExpression(this.dialect, expression, field => this.columns.get(field) ?? this.dialect.quoteIdentifier(field))
  }

  private guard(expression: Expression): void {
    const condition = guardOf(this.dialect, expression, field => this.columns.get(field) ?? this.dialect.quoteIdentifier(field))
    if (condition !== undefined && !this.where.includes(condition)) this.where.push(condition)
  }

  private column(text: string, name: string): SelectColumn {
    const alias = this.dialect.quoteIdentifier(name)
    return text === alias ? { text } : { text, alias }
  }
}
