import type { Expression, Step } from '../../pipeline'
import { type CodeWriter, emitExpression } from '../evaluate'
import { converterTo, lookupRows, lookupType, typeOfColumn, widened } from './lookup-rows'
import { LookupTable } from './lookup-table'
import type { Binding, Environment } from './source-columns'
import { mayFail } from './usage'

/** What the code of steps needs: where it goes, and a place to note which part of the definition is being evaluated. */
export class StepWriter {
  /** Paths in the definition, by the number that the generated code keeps in `place`. */
  readonly places: string[] = []
  private label = 'event'
  private closing = 0

  constructor(readonly writer: CodeWriter) {}

  /** Code of an expression over the environment. `path` says where it stands, for failures. */
  value(environment: Environment, expression: Expression, path: string): string {
    const binding = plainField(environment, expression)
    if (binding !== undefined) return this.writer.local(binding.code)
    this.at(path)
    return emitExpression(this.writer, field => bound(environment, field).code, expression)
  }

  /** Notes the place, so that a failure can tell it; gives its number. */
  at(path: string): number {
    const place = this.places.push(path) - 1
    this.writer.line(`place = ${place}`)
    return place
  }

  /** Drops the event, or the element of an exploded one. */
  drop(): string {
    return `break ${this.label}`
  }

  /** Writes the steps, and gives the fields after the last one. `after`: what later steps need. */
  steps(source: Environment, steps: readonly Step[], after: readonly ReadonlySet<string>[], path: string): Environment {
    return steps.reduce((environment, step, index) => this.step(environment, step, after[index], `${path}/${index}`), source)
  }

  /** Closes what `explode` opened. */
  end(): void {
    this.writer.line('}'.repeat(this.closing))
  }

  private step(environment: Environment, step: Step, after: ReadonlySet<string>, path: string): Environment {
    switch (step.step) {
      case 'where':
        this.writer.line(`if (${this.value(environment, step.condition, `${path}/condition`)} !== true) ${this.drop()}`)
        return environment
      case 'project':
        return this.project(environment, step, after, path)
      case 'explode':
        return this.explode(environment, step, path)
      case 'lookup':
        return this.lookup(environment, step, path)
    }
  }

  private project(
    environment: Environment,
    step: Extract<Step, { step: 'project' }>,
    after: ReadonlySet<string>,
    path: string,
  ): Environment {
    const fields = new Map<string, Binding>()
    for (const [index, { name, expression }] of step.fields.entries()) {
      if (!after.has(name) && !mayFail(expression)) continue
      const code = this.value(environment, expression, `${path}/fields/${index}`)
      const binding = plainField(environment, expression)
      // a field that was only renamed stays a column, which needs no copy
      fields.set(name, binding ?? { code, type: expression.type, nullable: expression.nullable, column: null })
    }
    return fields
  }

  private explode(environment: Environment, step: Extract<Step, { step: 'explode' }>, path: string): Environment {
    const { writer } = this
    const list = this.value(environment, step.list, `${path}/list`)
    writer.line(`if (${list} === null) ${this.drop()}`)
    const element = writer.name()
    this.label = `element${element}`
    writer.line(`for (const ${element} of ${list}) { ${this.label}: {`)
    this.closing += 2
    const type = step.list.type.kind === 'list' ? step.list.type : { element: step.list.type, elementOptional: true }
    return new Map(environment).set(step.as, { code: element, type: type.element, nullable: type.elementOptional, column: null })
  }

  private lookup(environment: Environment, step: Extract<Step, { step: 'lookup' }>, path: string): Environment {
    const { writer } = this
    const on = step.on.map(key => key.column)
    const types = step.on.map(({ expression, column }) => lookupType(expression.type, typeOfColumn(step.reference, column)))
    const canonical = on.map((column, index) => converterTo(typeOfColumn(step.reference, column), types[index]))
    const table = writer.made(LookupTable, lookupRows(step.reference, on, step.take, canonical))
    const keys = step.on.map(({ expression }, index) => this.value(environment, widened(expression, types[index]), `${path}/on/${index}`))
    const match = writer.local(`${table}.find(${keys.join(', ')})`)
    if (step.join === 'inner') writer.line(`if (${match} === undefined) ${this.drop()}`)
    const fields = new Map(environment)
    for (const [index, name] of step.take.entries()) {
      const field = step.reference.fields.find(candidate => candidate.name === name)
      if (field === undefined) continue
      const isLeft = step.join === 'left'
      const code = isLeft ? `(${match} === undefined ? null : ${match}[${index}])` : `${match}[${index}]`
      fields.set(name, { code, type: field.type, nullable: isLeft || field.optional, column: null })
    }
    return fields
  }
}

/** The binding of an expression that is just a field. */
export function plainField(environment: Environment, expression: Expression): Binding | undefined {
  return expression.node === 'field' && expression.path.length === 1 ? bound(environment, expression.path[0]) : undefined
}

function bound(environment: Environment, field: string): Binding {
  const binding = environment.get(field)
  if (binding === undefined) throw new TypeError(`there is no field '${field}' at this step: validate the definition first`)
  return binding
}
