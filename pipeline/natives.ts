import type { Definition, Expression, NativeExpression, Output, Step } from './definition'

/** One native expression of a definition. */
export interface PlacedNative {
  readonly native: NativeExpression
  /** The expression that it is in: `outputs[0].steps[1].condition`. */
  readonly path: string
}

/** Every native expression of a definition, with its place. */
export function nativesOf({ outputs }: Definition): readonly PlacedNative[] {
  return outputs
    .flatMap((output, i) => ofOutput(output, `outputs[${i}]`))
    .flatMap(([path, expression]) => within(expression).map(native => ({ native, path })))
}

type Placed = readonly [path: string, expression: Expression]

function ofOutput({ steps, windowed }: Output, path: string): readonly Placed[] {
  const found = steps.flatMap((step, i) => ofStep(step, `${path}.steps[${i}]`))
  if (windowed === null) return found
  const at = `${path}.windowed`
  return [
    ...found,
    ...windowed.keys.map(({ expression }, i): Placed => [`${at}.keys[${i}].expression`, expression]),
    ...windowed.aggregates.flatMap(({ aggregate: { input } }, i): readonly Placed[] =>
      input === null ? [] : [[`${at}.aggregates[${i}].aggregate.input`, input]],
    ),
    ...(windowed.having === null ? [] : [[`${at}.having`, windowed.having] as const]),
  ]
}

function ofStep(step: Step, path: string): readonly Placed[] {
  switch (step.step) {
    case 'where':
      return [[`${path}.condition`, step.condition]]
    case 'project':
      return step.fields.map(({ expression }, i): Placed => [`${path}.fields[${i}].expression`, expression])
    case 'explode':
      return [[`${path}.list`, step.list]]
    case 'lookup':
      return step.on.map(({ expression }, i): Placed => [`${path}.on[${i}].expression`, expression])
  }
}

function within(expression: Expression): readonly NativeExpression[] {
  switch (expression.node) {
    case 'field':
    case 'literal':
      return []
    case 'call':
      return expression.arguments.flatMap(within)
    case 'cast':
      return within(expression.argument)
    case 'case':
      return [...expression.branches.flatMap(({ when, then }) => [...within(when), ...within(then)]), ...within(expression.otherwise)]
    case 'native':
      return [expression, ...expression.inputs.flatMap(input => within(input.expression))]
  }
}
