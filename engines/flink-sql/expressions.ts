import type { Definition, Expression } from '../../pipeline'

/** Calls `visit` for every expression of a definition, inner ones too, with its path. */
export function visitExpressions({ outputs }: Definition, visit: (expression: Expression, path: string) => void): void {
  const walk = (expression: Expression, path: string): void => {
    visit(expression, path)
    if (expression.node === 'call')
      for (const [index, argument] of expression.arguments.entries()) walk(argument, `${path}.arguments[${index}]`)
    if (expression.node === 'cast') walk(expression.argument, `${path}.argument`)
    if (expression.node === 'native')
      for (const [index, input] of expression.inputs.entries()) walk(input.expression, `${path}.inputs[${index}].expression`)
    if (expression.node !== 'case') return
    for (const [index, { when, then }] of expression.branches.entries()) {
      walk(when, `${path}.branches[${index}].when`)
      walk(then, `${path}.branches[${index}].then`)
    }
    walk(expression.otherwise, `${path}.otherwise`)
  }
  for (const [index, { steps, windowed }] of outputs.entries()) {
    for (const [at, step] of steps.entries()) {
      const path = `outputs[${index}].steps[${at}]`
      if (step.step === 'where') walk(step.condition, `${path}.condition`)
      if (step.step === 'explode') walk(step.list, `${path}.list`)
      if (step.step === 'project')
        for (const [to, { expression }] of step.fields.entries()) walk(expression, `${path}.fields[${to}].expression`)
      if (step.step === 'lookup') for (const [to, { expression }] of step.on.entries()) walk(expression, `${path}.on[${to}].expression`)
    }
    if (windowed === null) continue
    const path = `outputs[${index}].windowed`
    for (const [at, { expression }] of windowed.keys.entries()) walk(expression, `${path}.keys[${at}].expression`)
    for (const [at, { aggregate }] of windowed.aggregates.entries())
      if (aggregate.input !== null) walk(aggregate.input, `${path}.aggregates[${at}].aggregate.input`)
    if (windowed.having !== null) walk(windowed.having, `${path}.having`)
  }
}
