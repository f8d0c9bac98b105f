import type { Definition, Expression, Output, Step } from '../../pipeline'

export interface PlacedExpression {
  readonly expression: Expression
  /** `outputs[0].steps[1].condition`. */
  readonly path: string
}

/** Every expression of a definition with all that it is made of, for an engine's limits. */
export function expressionsOf({ outputs }: Definition): readonly PlacedExpression[] {
  return outputs
    .flatMap((output, index) => outputExpressions(output, `outputs[${index}]`))
    .flatMap(({ expression, path }) => within(expression).map(inner => ({ expression: inner, path })))
}

function outputExpressions({ steps, windowed }: Output, path: string): readonly PlacedExpression[] {
  const found = steps.flatMap((step, index) => stepExpressions(step, `${path}.steps[${index}]`))
  if (windowed === null) return found
  const keys = windowed.keys.map(({ expression }, index) => ({ expression, path: `${path}.windowed.keys[${index}]` }))
  const inputs = windowed.aggregates.flatMap(({ aggregate: { input } }, index) =>
    input === null ? [] : [{ expression: input, path: `${path}.windowed.aggregates[${index}]` }],
  )
  const having = windowed.having === null ? [] : [{ expression: windowed.having, path: `${path}.windowed.having` }]
  return [...found, ...keys, ...inputs, ...having]
}

function stepExpressions(step: Step, path: string): readonly PlacedExpression[] {
  switch (step.step) {
    case 'where':
      return [{ expression: step.condition, path: `${path}.condition` }]
    case 'project':
      return step.fields.map(({ expression }, index) => ({ expression, path: `${path}.fields[${index}]` }))
    case 'explode':
      return [{ expression: step.list, path: `${path}.list` }]
    case 'lookup':
      return step.on.map(({ expression }, index) => ({ expression, path: `${path}.on[${index}]` }))
  }
}

function within(expression: Expression): readonly Expression[] {
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
