import { type DataType, type Expression, type FunctionName, resolveCall, type Value } from '../../../pipeline'
import { compileExpression } from '../../../runtime/evaluate'

export const TEXT: DataType = { kind: 'string' }
export const INT64: DataType = { kind: 'int64' }
export const DOUBLE: DataType = { kind: 'double' }
export const LOGICAL: DataType = { kind: 'boolean' }
export const BYTES: DataType = { kind: 'bytes' }
export const DATE: DataType = { kind: 'date' }
export const TIMESTAMP: DataType = { kind: 'timestamp', wire: 'epoch-ms' }
export const decimal = (precision: number, scale: number): DataType => ({ kind: 'decimal', precision, scale })
export const listOf = (element: DataType): DataType => ({ kind: 'list', element, elementOptional: true })

/** A value and its type; of a field, unless `literal` says otherwise. */
export interface Given {
  readonly value: Value
  readonly type: DataType
  readonly literal?: boolean
}
export const given = (type: DataType, value: Value): Given => ({ type, value })
export const literal = (type: DataType, value: Value): Given => ({ type, value, literal: true })
export const int = (value: Value): Given => given(INT64, value)
export const text = (value: Value): Given => given(TEXT, value)
export const logical = (value: Value): Given => given(LOGICAL, value)

function argumentOf({ value, type, literal: isLiteral }: Given, index: number): Expression {
  return isLiteral
    ? { node: 'literal', value, type, nullable: value === null }
    : { node: 'field', path: [`field${index}`], type, nullable: true }
}

/** The call as the resolver of the definition language types it. */
export function callOf(name: FunctionName, arguments_: readonly Given[]): Expression {
  const expressions = arguments_.map(argumentOf)
  const { type, nullable, issues } = resolveCall(name, expressions)
  if (issues.length > 0) throw new Error(JSON.stringify(issues))
  return { node: 'call', function: name, arguments: expressions, type, nullable }
}

const fieldsOf = (values: readonly Given[]) => Object.fromEntries(values.map(({ value }, index) => [`field${index}`, value]))

/** The value of a call; its failure's message in an object where it fails. */
export function evaluate(name: FunctionName, ...values: readonly Given[]): unknown {
  return outcome(() => compileExpression(callOf(name, values))(fieldsOf(values)))
}

export function cast(value: Given, type: DataType): unknown {
  const expression: Expression = { node: 'cast', argument: argumentOf(value, 0), type, nullable: true }
  return outcome(() => compileExpression(expression)(fieldsOf([value])))
}

export function outcome(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    if (error instanceof Error && error.name === 'ExpressionFailure') return { failed: error.message }
    throw error
  }
}

export const FAILED = { failed: expect.any(String) }
