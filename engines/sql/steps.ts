import { type Expression, type Field, fieldsAfter, type Output, type Step } from '../../pipeline'
import { DerivedColumns } from './derived'
import type { SqlDialect } from './dialect'
import { type CommonTable, type Select, type SelectColumn, selectText } from './select'

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
 * What would be written twice becomes a column before (see `DerivedColumns`): then every join has a SELECT of its own, so that its columns are there, too.
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
  const segments = [...segmentsOf(steps)]
  for (let segment = segments.shift(); segment !== undefined; segment = segments.shift()) {
    const kept = segments.flat().reduceRight(neededBefore, needed)
    const written = new SegmentWriter(dialect, events, segment, kept)
    const parts = joinsApart(segment)
    if (parts.length > 1 && written.derives()) {
      segments.unshift(...parts)
      continue
    }
    let names = tables.length
    const derived = written.finish(() => nameOf(names++))
    const name = nameOf(names)
    tables.push(...derived.tables, { name: dialect.quoteIdentifier(name), select: selectText(derived.select) })
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

/** The same steps, of which no one stands behind a join. */
function joinsApart(steps: readonly Step[]): readonly (readonly Step[])[] {
  const after = steps.findIndex(({ step }) => step === 'lookup' || step === 'explode') + 1
  return after === 0 || after === steps.length ? [steps] : [steps.slice(0, after), ...joinsApart(steps.slice(after))]
}

class SegmentWriter {
  fields: readonly Field[]
  private readonly joins: string[] = []
  private readonly where: string[] = []
  /** What each field is: a column of `from`, of a lookup, or an exploded element. */
  private columns: Map<string, string>
  private readonly prefix: string
  private readonly derived: DerivedColumns

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
    this.fields = steps.reduce(fieldsAfter, from.fields).filter(({ name }) => needed.has(name))
    this.derived = new DerivedColumns(dialect, {
      from: from.name,
      columns: [...from.fields.map(({ name }) => name), ...from.carried],
      aliases: this.fields.map(({ name }) => name),
      ...(joined ? { prefix: this.prefix } : {}),
    })
    for (const step of steps) this.add(step)
  }

  derives(): boolean {
    return this.derived.derives(this.select())
  }

  finish(nextName: () => string): { readonly tables: readonly CommonTable[]; readonly select: Select } {
    return this.derived.finish(this.select(), nextName)
  }

  private select(): Omit<Select, 'from'> {
    const own = this.fields.map(({ name }) => this.column(this.columns.get(name) ?? '', name))
    const carried = this.from.carried.map(name => this.column(this.prefix + this.dialect.quoteIdentifier(name), name))
    return { columns: [...own, ...carried], joins: this.joins, where: this.where }
  }

  private add(step: Step): void {
    const { dialect } = this
    switch (step.step) {
      case 'where':
        this.guard(step.condition, 'condition')
        this.where.push(this.write(step.condition, 'condition'))
        break
      case 'project':
        for (const { name, expression } of step.fields) this.guard(expression, name)
        this.columns = new Map(step.fields.map(({ name, expression }) => [name, this.write(expression, name)]))
        break
      case 'explode': {
        this.guard(step.list, `${step.as}_list`)
        const alias = dialect.quoteIdentifier(`${step.as}_list`)
        const element = dialect.quoteIdentifier(step.as)
        this.joins.push(dialect.unnest(this.write(step.list, `${step.as}_list`), alias, element))
        const { type } = step.list
        const text = dialect.unnested?.(alias, element, type.kind === 'list' ? type.element : type)
        this.columns.set(step.as, text ?? `${alias}.${element}`)
        break
      }
      case 'lookup': {
        if (dialect.lookup) {
          for (const { column, expression } of step.on) this.guard(expression, `${step.reference.name}_${column}`)
          const lookup = dialect.lookup(
            step,
            step.on.map(({ column, expression }) => this.write(expression, `${step.reference.name}_${column}`)),
          )
          if (lookup.where !== undefined) this.where.push(lookup.where)
          for (const [name, text] of lookup.columns) this.columns.set(name, this.derived.share(text, name))
          break
        }
        const alias = dialect.quoteIdentifier(`${step.reference.name}_${this.joins.length + 1}`)
        const conditions = step.on.map(({ column, expression }) => {
          const name = `${step.reference.name}_${column}`
          this.guard(expression, name)
          return `${alias}.${dialect.quoteIdentifier(column)} = ${this.write(expression, name)}`
        })
        const join = step.join === 'inner' ? 'JOIN' : 'LEFT JOIN'
        this.joins.push(`${join} ${dialect.referenceRelation(step.reference, alias)} ON ${conditions.join(' AND ')}`)
        for (const name of step.take) this.columns.set(name, `${alias}.${dialect.quoteIdentifier(name)}`)
        break
      }
    }
  }

  private write(expression: Expression, name: string): string {
    return this.derived.write(expression, field => this.columns.get(field) ?? this.dialect.quoteIdentifier(field), name)
  }

  private guard(expression: Expression, name: string): void {
    const condition = this.derived.guard(expression, field => this.columns.get(field) ?? this.dialect.quoteIdentifier(field), name)
    if (condition !== undefined && !this.where.includes(condition)) this.where.push(condition)
  }

  private column(text: string, name: string): SelectColumn {
    const alias = this.dialect.quoteIdentifier(name)
    return text === alias ? { text } : { text, alias }
  }
}
