import type { Definition, Expression, Output, Step } from './definition'

export interface PlacedExpression {
  readonly expression: Expression
  /** Where the whole that it is part of stands: `outputs[0].steps[1].condition`. */
  readonly path: string
}

/** Every expression of a definition with all that it is made of. */
export function expressionsOf({ outputs }: Definition): readonly PlacedExpression[] {
  return outputs
    .flatMap((output, index) => ofOutput(output, `outputs[${index}]`))
    .flatMap(({ expression, path }) => within(expression).map(inner => ({ expression: inner, path })))
}

function ofOutput({ steps, windowed }: Output, path: string): readonly PlacedExpression[] {
  const found = steps.flatMap((step, index) => ofStep(step, `${path}.steps[${index}]`))
  if (windowed === null) return found
  const keys = windowed.keys.map(({ expression }, index) => ({ expression, path: `${path}.windowed.keys[${index}].expression` }))
  const inputs = windowed.aggregates.flatMap(({ aggregate: { input } }, index) =>
    input === null ? [] : [{ expression: input, path: `${path}.windowed.aggregates[${index}].aggregate.input` }],
  )
  const having = windowed.having === null ? [] : [{ expression: windowed.having, path: `${path}.windowed.having` }]
  return [...found, ...keys, ...inputs, ...having]
}

/** The expressions that a step has itself. */
export function ofStep(step: Step, path: string): readonly PlacedExpression[] {
  switch (step.step) {
    case 'where':
      return [{ expression: step.condition, path: `${path}.condition` }]
    case 'project':
      return step.fields.map(({ expression }, index) => ({ expression, path: `${path}.fields[${index}].expression` }))
    case 'explode':
      return [{ expression: step.list, path: `${path}.list` }]
    case 'lookup':
      return step.on.map(({ expression }, index) => ({ expression, path: `${path}.on[${index}].expression` }))
  }
}

/** An expression and all that it is made of. */
export function within(expression: Expression): readonly Expression[] {
  switch (expression.node) {
    case 'field':
    case 'literal':
      return [expression]
    case 'call':
      return [expression, ...expression.arguments.flatMap(within)]
    case 'cast':
      return [expression, ...within(expression.argument)]
    case 'native':
      return [expression, ...expression.inputs.flatMap(input => within(input.expression))]
    case 'case':
      return [
        expression,
        ...expression.branches.flatMap(({ when, then }) => [...within(when), ...within(then)]),
        ...within(expression.otherwise),
      ]
  }
}
