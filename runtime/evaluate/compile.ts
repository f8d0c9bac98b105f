import type { Expression, RecordValue, Value } from '../../pipeline'
import { CodeWriter } from './code-writer'
import { emitExpression } from './emit'

/** An expression's value for the fields of an event or row. Throws `ExpressionFailure`. */
export type CompiledExpression = (fields: RecordValue) => Value

/**
 * Turns a validated expression into a function. Fields that are missing read as null.
 * What each function does is said by `FUNCTIONS`, what a cast does by `CASTS` of the definition language.
 */
export function compileExpression(expression: Expression): CompiledExpression {
  const writer = new CodeWriter()
  const value = emitExpression(writer, field => writer.call('member', 'fields', writer.constant(field)), expression)
  writer.line(`return ${value}`)
  return writer.build(['fields']) as CompiledExpression
}
