import { integerValue, type NativeExpression, type Value, valueProblem } from '../../pipeline'
import type { Emitter } from './emit'
import { ExpressionFailure, fail } from './failure'

/** Calls the definition's own function; null inputs give null without it. */
export function emitNative({ writer, emit }: Emitter, native: NativeExpression): string {
  const inputs = native.inputs.map(input => emit(input.expression))
  const called = `${writer.constant(checked(native))}(${inputs.join(', ')})`
  const nulls = inputs.filter((_, index) => native.inputs[index].expression.nullable).map(input => `${input} === null`)
  return writer.local(nulls.length === 0 ? called : `${nulls.join(' || ')} ? null : ${called}`)
}

/** The function over inputs in order, which fails for all that is no value of the type. */
function checked({ name, inputs, type, optional, evaluate }: NativeExpression): (...values: readonly Value[]) => Value {
  if (evaluate === undefined) throw new TypeError(`the native expression ${name} has no function: create a program, which refuses it`)
  const names = inputs.map(input => input.name)
  return (...values) => {
    const result = canonical(attempt(name, () => evaluate(Object.fromEntries(names.map((input, index) => [input, values[index]])))))
    if (result === null) return optional ? null : fail(`the native expression ${name} gave null, which its type isn't`)
    const problem = valueProblem(result, type)
    return problem === undefined ? result : fail(`the result of the native expression ${name} is ${problem}`)
  }
}

function attempt(name: string, evaluate: () => Value): Value {
  try {
    return evaluate()
  } catch (error) {
    if (error instanceof ExpressionFailure) throw error
    return fail(`the native expression ${name} failed: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** The one representation of an integer, and of zero. */
function canonical(value: Value): Value {
  if (typeof value === 'bigint') return integerValue(value)
  return value === 0 ? 0 : value
}
