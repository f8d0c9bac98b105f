import { type Expression, type Field, fieldsAfter, type Output, type Step } from '../../pipeline'
import { bare, writeExpression } from '../sql/expression'
import { ofRow, PYTHON } from './dialect'
import { mayFail } from './fails'
import type { PythonModule } from './module'
import { columnName, pythonText } from './python'
import { keyText, type ReferenceTables } from './reference'
import type { Yaml, YamlMap } from './yaml'

/** One transform of the pipeline. */
export interface Transform {
  readonly type: string
  readonly name: string
  readonly input?: string | readonly string[]
  readonly config: YamlMap
  readonly comment?: string
}

export interface TransformOptions {
  /** Events may fail: they go to an output of errors. */
  readonly mayFail?: boolean
  /** Default: the transform before. */
  readonly input?: string | readonly string[]
  readonly comment?: string
}

/** The transforms of one output, one after the other. */
export class Chain {
  readonly transforms: Transform[] = []
  /** Where errors come from that have not been written yet. */
  readonly errors: { readonly what: string; readonly from: string }[] = []
  fields: readonly Field[]

  constructor(
    readonly output: Output,
    readonly module: PythonModule,
    private readonly tables: ReferenceTables,
    /** The transform whose rows come next. */
    public last: string,
    fields: readonly Field[],
    /** Columns beside the fields, which steps pass on. */
    readonly carried: readonly string[],
    /** Those of them that order events of one time; none where nothing asks for an order. */
    private readonly place: readonly string[],
  ) {
    this.fields = fields
  }

  add(type: string, what: string, config: YamlMap, { mayFail: fails = false, input = this.last, comment }: TransformOptions = {}): string {
    const name = this.name(what)
    const handled = fails ? { ...config, error_handling: { output: 'errors' } } : config
    this.transforms.push({ type, name, input, config: handled, ...(comment === undefined ? {} : { comment }) })
    // With a handled error the rows that are fine are an output of their own.
    if (fails) this.errors.push({ what, from: `${name}.errors` })
    this.last = name
    return name
  }

  /** `fields` of Beam by column. */
  map(what: string, fields: YamlMap, options: TransformOptions & { readonly append?: true } = {}): string {
    return this.add('MapToFields', what, { language: 'python', ...(options.append ? { append: true } : {}), fields }, options)
  }

  /** Keeps rows for which the text gives true; null is not. */
  filter(what: string, condition: string, options: TransformOptions = {}): string {
    const keep = this.define(what.replaceAll(' ', '_'), bare(condition), null)
    return this.add('Filter', what, { language: 'python', keep }, options)
  }

  /** A function for an expression over the row; a field alone needs none. */
  value(what: string, expression: Expression): Yaml {
    if (expression.node === 'field' && expression.path.length === 1) return columnName(expression.path[0])
    return this.define(what, bare(this.write(expression)))
  }

  /** See `PythonModule.define`. */
  define(what: string, result: string, type?: string | null): YamlMap {
    return this.module.define(`${this.output.name}_${what}`, result, type)
  }

  write(expression: Expression): string {
    return writeExpression(PYTHON, expression, ofRow)
  }

  step(step: Step): void {
    switch (step.step) {
      case 'where':
        this.filter('where', this.write(step.condition), { mayFail: mayFail(step.condition) })
        break
      case 'project':
        this.map('project', this.projection(step), { mayFail: step.fields.some(({ expression }) => mayFail(expression)) })
        break
      case 'explode':
        this.explode(step)
        break
      case 'lookup':
        this.lookup(step)
        break
    }
    this.fields = fieldsAfter(this.fields, step)
  }

  private projection({ fields }: Step & { readonly step: 'project' }): YamlMap {
    const own = fields.map(({ name, expression }) => [columnName(name), this.value(name, expression)])
    return Object.fromEntries([...own, ...this.carried.map(name => [name, name])])
  }

  private explode({ list, as }: Step & { readonly step: 'explode' }): void {
    const column = columnName(as)
    const text = bare(this.write(list))
    const elements = list.nullable ? `${text} or []` : text
    const place = this.place.at(-1)
    const value = place === undefined ? elements : `list(enumerate(${elements}))`
    this.map(`list of ${as}`, { [column]: this.define(as, value) }, { append: true, mayFail: mayFail(list) })
    this.add('Explode', `explode ${as}`, { fields: column })
    if (place === undefined) return
    // Elements of one event are ordered by their place in the list.
    const others = [...this.fields.map(({ name }) => columnName(name)), ...this.carried].filter(name => name !== place)
    this.map(`places of ${as}`, {
      ...Object.fromEntries(others.map(name => [name, name])),
      [column]: this.define(`${as}_element`, `row.${column}[1]`),
      [place]: this.define(`${as}_place`, `(row.${place}, row.${column}[0])`),
    })
  }

  private lookup({ join, reference, on, take }: Step & { readonly step: 'lookup' }): void {
    const fails = on.some(({ expression }) => mayFail(expression))
    const keys = on.map(({ expression }) => keyText(this.write(expression), expression.type))
    const found = `found(${[this.tables.nameOf(reference, on), ...keys].join(', ')})`
    if (join === 'inner') this.filter(`in ${reference.name}`, `${found} is not None`, { mayFail: fails })
    const fields = take.map(name => [columnName(name), this.define(name, `member(${found}, ${pythonText(name)})`)])
    if (fields.length > 0)
      this.map(`from ${reference.name}`, Object.fromEntries(fields), { append: true, mayFail: fails && join === 'left' })
  }

  private name(what: string): string {
    const base = `${this.output.name} ${what}`
    const names = new Set(this.transforms.map(({ name }) => name))
    let name = base
    for (let number = 2; names.has(name); number++) name = `${base} ${number}`
    return name
  }
}
