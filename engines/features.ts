import type { DataType, Definition, Expression, NativeExpression, Output } from '../pipeline'
import type { CastName } from './casts'
import type { Capabilities, Engine } from './engine'
import { type Rule, refused, supported } from './rule'

/** One use of a node kind in a definition. */
export interface FeatureUse {
  /** The member of `Capabilities`: `functions.hash`. */
  readonly feature: string
  readonly path: string
  readonly rule: (engine: Engine) => Rule<unknown>
}

/** Everything in a definition that an engine must decide on, with its places; a kind that is used twice comes twice. */
export function featuresOf(definition: Definition): readonly FeatureUse[] {
  const { source, outputs } = definition
  const uses = new Uses()
  uses.add('formats', source.format, 'source.format')
  for (const [index, field] of source.fields.entries()) uses.type(field.type, `source.fields[${index}].type`, true)
  for (const [index, output] of outputs.entries()) addOutput(uses, output, `outputs[${index}]`)
  if (outputs.length > 1) uses.add('guarantees', 'severalOutputs', 'outputs')
  return uses.found
}

class Uses {
  readonly found: FeatureUse[] = []

  add<Group extends keyof Capabilities>(group: Group, name: keyof Capabilities[Group] & string, path: string): void {
    const rule = ({ capabilities }: Engine) => (capabilities[group] as Readonly<Record<string, Rule<unknown>>>)[name]
    this.found.push({ feature: `${group}.${name}`, path, rule })
  }

  type(type: DataType, path: string, wire = false): void {
    this.add('types', type.kind, path)
    if (type.kind === 'timestamp' && wire) this.add('wires', type.wire, path)
    if (type.kind === 'list') this.type(type.element, `${path}.element`, wire)
    if (type.kind === 'record')
      for (const [index, field] of type.fields.entries()) this.type(field.type, `${path}.fields[${index}].type`, wire)
  }

  expression(expression: Expression, path: string): void {
    switch (expression.node) {
      case 'field':
        break
      case 'literal':
        this.type(expression.type, path)
        break
      case 'call':
        this.add('functions', expression.function, path)
        for (const [index, argument] of expression.arguments.entries()) this.expression(argument, `${path}.arguments[${index}]`)
        break
      case 'native':
        this.add('steps', 'native', path)
        this.found.push({ feature: 'native', path, rule: engine => textRule(engine, expression) })
        this.type(expression.type, path)
        for (const [index, input] of expression.inputs.entries()) this.expression(input.expression, `${path}.inputs[${index}].expression`)
        break
      case 'cast':
        this.add('casts', `${expression.argument.type.kind}-${expression.type.kind}` as CastName, path)
        this.expression(expression.argument, `${path}.argument`)
        break
      case 'case':
        this.add('steps', 'case', path)
        for (const [index, { when, then }] of expression.branches.entries()) {
          this.expression(when, `${path}.branches[${index}].when`)
          this.expression(then, `${path}.branches[${index}].then`)
        }
        this.expression(expression.otherwise, `${path}.otherwise`)
        break
    }
  }
}

/** An engine writes the native expressions that have a text in its language. */
function textRule({ name: engine }: Engine, { name, text }: NativeExpression): Rule<unknown> {
  if (Object.hasOwn(text, engine)) return supported(true)
  const known = Object.keys(text).toSorted().join(', ') || 'no engine'
  return refused('not-written', `the native expression ${name} has text for ${known}`, { hint: `add text: { '${engine}': … }` })
}

function addOutput(uses: Uses, { steps, windowed }: Output, path: string): void {
  for (const [index, step] of steps.entries()) {
    const place = `${path}.steps[${index}]`
    switch (step.step) {
      case 'where':
        uses.add('steps', 'where', place)
        uses.expression(step.condition, `${place}.condition`)
        break
      case 'project':
        uses.add('steps', 'project', place)
        for (const [at, { expression }] of step.fields.entries()) uses.expression(expression, `${place}.fields[${at}].expression`)
        break
      case 'explode':
        uses.add('steps', 'explode', place)
        uses.expression(step.list, `${place}.list`)
        break
      case 'lookup':
        uses.add('steps', step.join === 'inner' ? 'innerLookup' : 'leftLookup', place)
        for (const [at, field] of step.reference.fields.entries()) uses.type(field.type, `${place}.reference.fields[${at}].type`)
        for (const [at, { expression }] of step.on.entries()) uses.expression(expression, `${place}.on[${at}].expression`)
        break
    }
  }
  if (windowed === null) return
  for (const [index, { expression }] of windowed.keys.entries()) uses.expression(expression, `${path}.windowed.keys[${index}].expression`)
  uses.add('windows', windowed.window.kind, `${path}.windowed.window`)
  for (const [index, { aggregate }] of windowed.aggregates.entries()) {
    const place = `${path}.windowed.aggregates[${index}].aggregate`
    uses.add('aggregates', aggregate.aggregate, place)
    if (aggregate.input !== null) uses.expression(aggregate.input, `${place}.input`)
  }
  if (windowed.having !== null) {
    uses.add('steps', 'having', `${path}.windowed.having`)
    uses.expression(windowed.having, `${path}.windowed.having`)
  }
}
