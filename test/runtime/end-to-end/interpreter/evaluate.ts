import { type Expression, type FunctionName, type NativeExpression, type Value, valueProblem } from '../../../../pipeline'
import { ARITHMETIC, type Strict } from './arithmetic'
import { cast } from './casts'
import { COMPARISON, equals } from './comparison'
import { fail, fromHeld, type Held, type HeldRecord, toHeld } from './held'
import { converted } from './numbers'
import { TEXTS } from './texts'
import { TIMES } from './times'

type Call = Extract<Expression, { node: 'call' }>
type Lenient = 'and' | 'or' | 'not' | 'isNull' | 'coalesce' | 'in'

const STRICT: Readonly<Record<Exclude<FunctionName, Lenient>, Strict>> = { ...ARITHMETIC, ...COMPARISON, ...TEXTS, ...TIMES }
const isStrict = (name: FunctionName): name is Exclude<FunctionName, Lenient> => Object.hasOwn(STRICT, name)
const isRecord = (value: Held): value is HeldRecord => typeof value === 'object' && value !== null && !Array.isArray(value)

function member(event: HeldRecord, path: readonly string[]): Held {
  return path.reduce<Held>((value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : null), event)
}

/** From the left until one decides; else null if one was null. */
function logic(call: Call, event: HeldRecord, decisive: boolean): Held {
  let result: Held = !decisive
  for (const argument of call.arguments) {
    const value = evaluate(argument, event)
    if (value === decisive) return decisive
    if (value === null) result = null
  }
  return result
}

/** The first that is not null; what comes after it is not looked at. */
function coalesce(call: Call, event: HeldRecord): Held {
  for (const argument of call.arguments) {
    const value = evaluate(argument, event)
    if (value !== null) return converted(value, argument.type, call.type)
  }
  return null
}

function isIn(call: Call, event: HeldRecord): Held {
  const [x, ...others] = call.arguments.map(argument => evaluate(argument, event))
  if (x === null) return null
  const [type, ...types] = call.arguments.map(argument => argument.type)
  if (others.some((other, index) => other !== null && equals(x, type, other, types[index]))) return true
  return others.includes(null) ? null : false
}

function callOf(call: Call, event: HeldRecord): Held {
  const name = call.function
  if (isStrict(name)) {
    const given = call.arguments.map(argument => evaluate(argument, event))
    if (given.includes(null)) return null
    const types = call.arguments.map(({ type }) => type)
    return STRICT[name](given, types, call.type)
  }
  const first = () => evaluate(call.arguments[0], event)
  switch (name) {
    case 'and':
      return logic(call, event, false)
    case 'or':
      return logic(call, event, true)
    case 'not': {
      const value = first()
      return value === null ? null : !value
    }
    case 'isNull':
      return first() === null
    case 'coalesce':
      return coalesce(call, event)
    case 'in':
      return isIn(call, event)
    default:
      return fail(`no function ${name}`)
  }
}

/** There is no law of what it computes: the definition's own function is asked. */
function native({ inputs, type, optional, evaluate: given }: NativeExpression, event: HeldRecord): Held {
  const values = inputs.map(input => evaluate(input.expression, event))
  if (values.includes(null)) return null
  if (given === undefined) throw new Error('a native expression without a function has no expected value')
  let result: Value
  try {
    result = given(Object.fromEntries(inputs.map((input, index) => [input.name, fromHeld(values[index])])))
  } catch (error) {
    return fail(`native: ${String(error)}`)
  }
  if (result === null && !optional) return fail('native: null')
  if (result !== null && valueProblem(result, type) !== undefined) return fail('native: no value of its type')
  return toHeld(result, type)
}

/** What an expression is for an event, straight from the law of the definition language. Throws `Failure` where that says "error". */
export function evaluate(expression: Expression, event: HeldRecord): Held {
  switch (expression.node) {
    case 'field':
      return member(event, expression.path)
    case 'literal':
      return toHeld(expression.value, expression.type)
    case 'cast':
      return cast(evaluate(expression.argument, event), expression.argument.type, expression.type)
    case 'call':
      return callOf(expression, event)
    case 'native':
      return native(expression, event)
    case 'case': {
      const branch = expression.branches.find(({ when }) => evaluate(when, event) === true)
      const chosen = branch === undefined ? expression.otherwise : branch.then
      return converted(evaluate(chosen, event), chosen.type, expression.type)
    }
  }
}
