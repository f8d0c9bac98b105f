import type { Aggregate, DataType, Definition, Expression, FunctionName, NamedExpression, Output, Step } from '../../pipeline'

/** Calls that are written as a predicate, which can stand behind WHERE and WHEN, but is no value. */
const PREDICATES: ReadonlySet<FunctionName> = new Set<FunctionName>([
  'equal',
  'notEqual',
  'less',
  'lessOrEqual',
  'greater',
  'greaterOrEqual',
  'in',
  'and',
  'or',
  'not',
  'isNull',
  'startsWith',
  'endsWith',
  'contains',
  'listContains',
])
export const isPredicate = (expression: Expression) => expression.node === 'call' && PREDICATES.has(expression.function)
const BOOLEAN: DataType = { kind: 'boolean' }
const literal = (value: boolean | null): Expression => ({ node: 'literal', value, type: BOOLEAN, nullable: value === null })

/**
 * As in T-SQL a predicate is no value and a bit is no predicate: where one stands in the other's place, it is compared with 1, or chosen by a case.
 */
export function withoutBooleans(definition: Definition): Definition {
  return { ...definition, outputs: definition.outputs.map(ofOutput) }
}

function ofOutput(output: Output): Output {
  const { steps, windowed } = output
  return {
    ...output,
    steps: steps.map(ofStep),
    windowed: windowed && {
      ...windowed,
      keys: windowed.keys.map(named),
      aggregates: windowed.aggregates.map(one => ({ ...one, aggregate: ofAggregate(one.aggregate) })),
      having: windowed.having && asCondition(windowed.having),
    },
  }
}

const ofAggregate = (aggregate: Aggregate): Aggregate =>
  aggregate.input === null ? aggregate : ({ ...aggregate, input: asValue(aggregate.input) } as Aggregate)

const named = ({ name, expression }: NamedExpression): NamedExpression => ({ name, expression: asValue(expression) })

function ofStep(step: Step): Step {
  switch (step.step) {
    case 'where':
      return { ...step, condition: asCondition(step.condition) }
    case 'project':
      return { ...step, fields: step.fields.map(named) }
    case 'explode':
      return { ...step, list: asValue(step.list) }
    case 'lookup':
      return { ...step, on: step.on.map(({ column, expression }) => ({ column, expression: asValue(expression) })) }
  }
}

function asCondition(expression: Expression): Expression {
  if (isPredicate(expression)) return inside(expression)
  return { node: 'call', function: 'equal', arguments: [inside(expression), literal(true)], type: BOOLEAN, nullable: expression.nullable }
}

function asValue(expression: Expression): Expression {
  if (!isPredicate(expression)) return inside(expression)
  const condition = inside(expression)
  const not: Expression = { node: 'call', function: 'not', arguments: [condition], type: BOOLEAN, nullable: condition.nullable }
  // biome-ignore lint/suspicious/noThenProperty: a branch of the core form, which nobody awaits
  const no = { when: not, then: literal(false) }
  // biome-ignore lint/suspicious/noThenProperty: a branch of the core form, which nobody awaits
  const yes = { when: condition, then: literal(true) }
  const branches = [yes, ...(expression.nullable ? [no] : [])]
  return { node: 'case', branches, otherwise: literal(expression.nullable ? null : false), type: BOOLEAN, nullable: expression.nullable }
}

function inside(expression: Expression): Expression {
  switch (expression.node) {
    case 'field':
    case 'literal':
      return expression
    case 'cast':
      return { ...expression, argument: asValue(expression.argument) }
    case 'native':
      return { ...expression, inputs: expression.inputs.map(named) }
    case 'case':
      return {
        ...expression,
        // biome-ignore lint/suspicious/noThenProperty: a branch of the core form, which nobody awaits
        branches: expression.branches.map(({ when, then }) => ({ when: asCondition(when), then: asValue(then) })),
        otherwise: asValue(expression.otherwise),
      }
    case 'call': {
      const logic = expression.function === 'and' || expression.function === 'or' || expression.function === 'not'
      return { ...expression, arguments: expression.arguments.map(logic ? asCondition : asValue) }
    }
  }
}
