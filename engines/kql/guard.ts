import type { Expression } from '../../pipeline'
import { bare, castName, written } from '../sql/expression'
import { KQL } from './dialect'

/**
 * Conditions that are true where the expression does not fail: what may fail gives null, for arguments that are not. Where not all of an expression is evaluated it is refused.
 * `write` gives the text of its parts.
 */
export function guardsOf(expression: Expression, write: (part: Expression) => string): readonly string[] {
  const guards = (inner: Expression) => guardsOf(inner, write)
  const notFailed = (failing: Expression, inputs: readonly Expression[]): string => {
    const nulls = inputs.filter(({ nullable }) => nullable).map(input => `isnull(${bare(write(input))})`)
    return [...new Set([`isnotnull(${bare(write(failing))})`, ...nulls])].join(' or ')
  }
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
