import type { Expression } from '../../pipeline'
import { castName, writeExpression, written } from '../sql/expression'
import { KQL } from './dialect'
import { quoted } from './quote'

/** Conditions that are true where the expressions do not fail: what may fail gives null, for arguments that are not. Where not all of an expression is evaluated it is refused. */
export function guardsOf(expressions: readonly Expression[]): readonly string[] {
  return [...new Set(expressions.flatMap(guards))]
}

function guards(expression: Expression): readonly string[] {
  switch (expression.node) {
    case 'call':
      return [
        ...expression.arguments.flatMap(guards),
        ...(written(KQL.functions[expression.function]).partial ? [notFailed(expression, expression.arguments)] : []),
      ]
    case 'cast': {
      const { argument, type } = expression
      return [
        ...guards(argument),
        ...(written(KQL.casts[castName(argument.type, type)]).partial ? [notFailed(expression, [argument])] : []),
      ]
    }
    case 'native': {
      const inputs = expression.inputs.map(input => input.expression)
      return [...inputs.flatMap(guards), ...(expression.optional ? [] : [notFailed(expression, inputs)])]
    }
    default:
      return []
  }
}

function notFailed(expression: Expression, inputs: readonly Expression[]): string {
  const write = (inner: Expression) => writeExpression(KQL, inner, quoted)
  const nulls = inputs.filter(({ nullable }) => nullable).map(input => `isnull(${write(input)})`)
  return [`isnotnull(${write(expression)})`, ...nulls].join(' or ')
}
