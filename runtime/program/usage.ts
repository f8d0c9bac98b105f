import type { Expression, FunctionName, Output, Step } from '../../pipeline'

/** Top-level fields that an expression reads. */
export function fieldsOf(expression: Expression, into: Set<string> = new Set()): Set<string> {
  switch (expression.node) {
    case 'field':
      into.add(expression.path[0])
      break
    case 'call':
      for (const argument of expression.arguments) fieldsOf(argument, into)
      break
    case 'cast':
      fieldsOf(expression.argument, into)
      break
    case 'case':
      for (const { when, then } of expression.branches) fieldsOf(then, fieldsOf(when, into))
      fieldsOf(expression.otherwise, into)
      break
    case 'native':
      for (const input of expression.inputs) fieldsOf(input.expression, into)
      break
    case 'literal':
      break
  }
  return into
}

const NEVER_FAIL: ReadonlySet<FunctionName> = new Set<FunctionName>([
  ...(['equal', 'notEqual', 'less', 'lessOrEqual', 'greater', 'greaterOrEqual', 'in', 'and', 'or', 'not', 'isNull', 'coalesce'] as const),
  ...([
    'lower',
    'upper',
    'trim',
    'length',
    'startsWith',
    'endsWith',
    'contains',
    'listContains',
    'listSize',
    'extractTime',
    'hash',
  ] as const),
])

/** Whether an expression may fail for some event. Those are evaluated even if nothing needs them, so that an error doesn't depend on later steps. */
export function mayFail(expression: Expression): boolean {
  switch (expression.node) {
    case 'call':
      return !NEVER_FAIL.has(expression.function) || expression.type.kind === 'decimal' || expression.arguments.some(mayFail)
    case 'cast':
    case 'native':
      return true
    case 'case':
      return (
        expression.type.kind === 'decimal' ||
        expression.branches.some(({ when, then }) => mayFail(when) || mayFail(then)) ||
        mayFail(expression.otherwise)
      )
    default:
      return false
  }
}

/** For each step the fields that are needed after it, and the fields of the source that are needed at all. */
export interface Usage {
  readonly after: readonly ReadonlySet<string>[]
  readonly source: ReadonlySet<string>
}

export function usageOf(output: Output): Usage {
  let needed = neededAtEnd(output)
  const after: ReadonlySet<string>[] = []
  for (let index = output.steps.length - 1; index >= 0; index--) {
    after[index] = needed
    needed = neededBefore(output.steps[index], needed)
  }
  return { after, source: needed }
}

function neededAtEnd(output: Output): Set<string> {
  if (output.windowed === null) return new Set(output.columns.map(column => column.name))
  const needed = new Set<string>()
  for (const { expression } of output.windowed.keys) fieldsOf(expression, needed)
  for (const { aggregate } of output.windowed.aggregates) if (aggregate.input !== null) fieldsOf(aggregate.input, needed)
  return needed
}

function neededBefore(step: Step, after: ReadonlySet<string>): Set<string> {
  switch (step.step) {
    case 'where':
      return fieldsOf(step.condition, new Set(after))
    case 'project': {
      const needed = new Set<string>()
      for (const { name, expression } of step.fields) if (after.has(name) || mayFail(expression)) fieldsOf(expression, needed)
      return needed
    }
    case 'explode': {
      const needed = new Set(after)
      needed.delete(step.as)
      return fieldsOf(step.list, needed)
    }
    case 'lookup': {
      const needed = new Set(after)
      for (const name of step.take) needed.delete(name)
      for (const { expression } of step.on) fieldsOf(expression, needed)
      return needed
    }
  }
}
