import { type Expression, type Field, fieldsAfter, type Output, type Step } from '../../pipeline'
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

/** The fields that an output reads behind its last step; all of them where the events are its rows. */
export function neededFields(output: Output): ReadonlySet<string> {
  const { windowed, columns } = output
  if (windowed === null) return new Set(columns.map(({ name }) => name))
  const inputs = windowed.aggregates.flatMap(({ aggregate }) => (aggregate.input === null ? [] : [aggregate.input]))
  return fieldsRead([...windowed.keys.map(({ expression }) => expression), ...inputs])
}

/**
 * Writes steps with as few SELECTs as they allow: conditions, lookups and lists are gathered until a projection
 * gives columns that a later step refers to. Expressions that may fail bring their guard as a condition. Fields that nothing reads any more are left out.
 *
 * @param needed see `neededFields`
 * @param nameOf gives each relation's name, unquoted
 */
export function writeSteps(
  dialect: SqlDialect,
  steps: readonly Step[],
  source: EventRelation,
  needed: ReadonlySet<string>,
  nameOf: (index: number) => string,
): WrittenSteps {
  const tables: CommonTable[] = []
  let events = source
  const segments = segmentsOf(steps)
  for (const [index, segment] of segments.entries()) {
    const name = nameOf(tables.length)
    const kept = segments
      .slice(index + 1)
      .flat()
      .reduceRight(neededBefore, needed)
    const written = new SegmentWriter(dialect, events, segment, kept)
    tables.push({ name: dialect.quoteIdentifier(name), select: written.text() })
    events = { name, fields: written.fields, carried: source.carried }
  }
  return { tables, events }
}

/** What must be there before a step, so that `needed` is there after it. A projection whose fields nobody reads may still fail. */
function neededBefore(needed: ReadonlySet<string>, step: Step): ReadonlySet<string> {
  switch (step.step) {
    case 'where':
      return new Set([...needed, ...fieldsRead([step.condition])])
    case 'project':
      return fieldsRead(step.fields.map(({ expression }) => expression))
    case 'explode':
      return new Set([...needed, ...fieldsRead([step.list])])
    case 'lookup':
      return new Set([...needed, ...fieldsRead(step.on.map(({ expression }) => expression))])
  }
}

function fieldsRead(expressions: readonly Expression[]): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (expression: Expression): void => {
    if (expression.node === 'field') names.add(expression.path[0])
    else if (expression.node === 'call') expression.arguments.forEach(visit)
    else if (expression.node === 'cast') visit(expression.argument)
    else if (expression.node === 'native') for (const input of expression.inputs) visit(input.expression)
    else if (expression.node === 'case') {
      for (const { when, then } of expression.branches) [when, then].forEach(visit)
      visit(expression.otherwise)
    }
  }
  expressions.forEach(visit)
  return names
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
  private columns: Map<string, string>
  private readonly prefix: string

  constructor(
    private readonly dialect: SqlDialect,
    private readonly from: EventRelation,
    steps: readonly Step[],
    needed: ReadonlySet<string>,
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
    this.fields = this.fields.filter(({ name }) => needed.has(name))
  }

  text(): string {
    const own = this.fields.map(({ name }) => this.column(this.columns.get(name) ?? '', name))
    const carried = this.from.carried.map(name => this.column(this.prefix + this.dialect.quoteIdentifier(name), name))
    const from = this.dialect.quoteIdentifier(this.from.name)
    return selectText({ columns: [...own, ...carried], from, joins: this.joins, where: this.where })
  }

  private add(step: Step): void {
    const { dialect } = this
    switch (step.step) {
      case 'where':
        this.guard(step.condition)
        this.where.push(this.write(step.condition))
        break
      case 'project':
        for (const { expression } of step.fields) this.guard(expression)
        this.columns = new Map(step.fields.map(({ name, expression }) => [name, this.write(expression)]))
        break
      case 'explode': {
        this.guard(step.list)
        const alias = dialect.quoteIdentifier(`${step.as}_list`)
        const element = dialect.quoteIdentifier(step.as)
        this.joins.push(dialect.unnest(this.write(step.list), alias, element))
        const { type } = step.list
        const text = dialect.unnested?.(alias, element, type.kind === 'list' ? type.element : type)
        this.columns.set(step.as, text ?? `${alias}.${element}`)
        break
      }
      case 'lookup': {
        if (dialect.lookup) {
          for (const { expression } of step.on) this.guard(expression)
          const lookup = dialect.lookup(
            step,
            step.on.map(({ expression }) => this.write(expression)),
          )
          if (lookup.where !== undefined) this.where.push(lookup.where)
          for (const [name, text] of lookup.columns) this.columns.set(name, text)
          break
        }
        const alias = dialect.quoteIdentifier(`${step.reference.name}_${this.joins.length + 1}`)
        const conditions = step.on.map(({ column, expression }) => {
          this.guard(expression)
          return `${alias}.${dialect.quoteIdentifier(column)} = ${this.write(expression)}`
        })
        const join = step.join === 'inner' ? 'JOIN' : 'LEFT JOIN'
        this.joins.push(`${join} ${dialect.referenceRelation(step.reference, alias)} ON ${conditions.join(' AND ')}`)
        for (const name of step.take) this.columns.set(name, `${alias}.${dialect.quoteIdentifier(name)}`)
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
