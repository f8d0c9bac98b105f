import { type Expression, type Field, fieldsAfter, type Output, type Step } from '../../pipeline'
import { bare, writeExpression } from '../sql/expression'
import { JAVA, typeName } from './dialect'
import { javaName } from './names'
import { lookupColumns } from './reference'

/** Java statements, one a line, in the body of `run(Event event)`. */
export interface StepsText {
  readonly body: string
  /** The reference tables that it uses: the class's name by the step. */
  readonly lookups: readonly (readonly [className: string, step: Extract<Step, { step: 'lookup' }>])[]
}

/** The steps of an output, and what becomes of each event behind them. `nameOf` gives the name of a class for reference data. */
export function stepsText(output: Output, source: readonly Field[], nameOf: (reference: string) => string): StepsText {
  const writer = new StepsWriter(source, nameOf)
  for (const step of output.steps) writer.step(step)
  writer.end(output)
  return { body: writer.text(), lookups: writer.lookups }
}

class StepsWriter {
  readonly lookups: (readonly [string, Extract<Step, { step: 'lookup' }>])[] = []
  private readonly lines: string[] = []
  private readonly used = new Set<string>(['event'])
  private depth = 0
  private readonly scope: Map<string, string>

  constructor(
    private fields: readonly Field[],
    private readonly nameOf: (reference: string) => string,
  ) {
    this.scope = new Map(fields.map(({ name }) => [name, `event.${javaName(name)}()`]))
  }

  step(step: Step): void {
    const drop = this.depth === 0 ? 'return;' : 'continue;'
    switch (step.step) {
      case 'where':
        this.line(`if (!isTrue(${bare(this.write(step.condition))})) ${drop}`)
        break
      case 'project': {
        const texts = step.fields.map(({ name, expression }) => [name, this.valueOf(name, expression)] as const)
        this.scope.clear()
        for (const [name, text] of texts) this.scope.set(name, text)
        break
      }
      case 'explode': {
        const list = this.local(`${step.as}_list`, this.write(step.list), typeName(step.list.type))
        this.line(`if (${list} == null) ${drop}`)
        const element = this.free(step.as)
        const type = step.list.type.kind === 'list' ? step.list.type.element : step.list.type
        this.line(`for (${typeName(type)} ${element} : ${list}) {`)
        this.depth++
        this.scope.set(step.as, element)
        break
      }
      case 'lookup':
        this.lookup(step, drop)
        break
    }
    this.fields = fieldsAfter(this.fields, step)
  }

  end({ windowed, columns }: Output): void {
    if (windowed === null) {
      const members = columns.map(({ name }) => `${JSON_NAME(name)}, ${this.scope.get(name)}`)
      this.line(`row(recordOf(${members.join(', ')}));`)
      return
    }
    const keys = windowed.keys.map(({ expression }) => bare(this.write(expression)))
    const inputs = windowed.aggregates.flatMap(({ aggregate }) => (aggregate.input === null ? [] : [bare(this.write(aggregate.input))]))
    // A single key that is an array of Java would be taken for the list of all keys.
    this.line(`if (isKey(new Object[] {${keys.join(', ')}})) add(${['event', `new Object[] {${inputs.join(', ')}}`].join(', ')});`)
  }

  text(): string {
    while (this.depth > 0) {
      this.depth--
      this.line('}')
    }
    return this.lines.join('\n')
  }

  private lookup(step: Extract<Step, { step: 'lookup' }>, drop: string): void {
    const name = this.nameOf(step.reference.name)
    this.lookups.push([name, step])
    const keys = step.on.map(({ expression }) => bare(this.write(expression)))
    const row = this.local(`${step.reference.name}_row`, `find(${name}.TABLE, new Object[] {${keys.join(', ')}})`, 'Object[]')
    if (step.join === 'inner') this.line(`if (${row} == null) ${drop}`)
    const columns = lookupColumns(step).slice(step.on.length)
    for (const [index, { name: column, type }] of columns.entries()) {
      const cell = `(${typeName(type)}) ${row}[${index}]`
      this.scope.set(column, this.local(column, step.join === 'inner' ? cell : `${row} == null ? null : ${cell}`, typeName(type)))
    }
  }

  /** A field that is only carried on keeps its text; others become local variables. */
  private valueOf(name: string, expression: Expression): string {
    const text = this.write(expression)
    const isField = expression.node === 'field' && expression.path.length === 1
    return isField ? text : this.local(name, text, typeName(expression.type))
  }

  private local(name: string, text: string, type: string): string {
    const variable = this.free(name)
    this.line(`${type} ${variable} = ${bare(text)};`)
    return variable
  }

  private free(name: string): string {
    const base = javaName(name)
    let variable = base
    for (let count = 2; this.used.has(variable); count++) variable = `${base}__${count}`
    this.used.add(variable)
    return variable
  }

  private write(expression: Expression): string {
    return writeExpression(JAVA, expression, field => this.scope.get(field) ?? javaName(field))
  }

  private line(text: string): void {
    this.lines.push('  '.repeat(this.depth) + text)
  }
}

const JSON_NAME = (name: string): string => JAVA.literal(name, { kind: 'string' })
