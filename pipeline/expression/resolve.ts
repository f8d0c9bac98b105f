import type { DataType, Expression, FunctionName } from '../definition'
import type { Issue } from '../errors'
import { shown } from '../errors'
import type { ArgumentLaw, FunctionLaw, ResultLaw } from './functions'
import { ARGUMENT_CLASSES, FUNCTIONS, WITHIN_DAY } from './functions'
import { asDecimal, commonType, comparable, typeText } from './kinds'

/** What a call gives. `type` is a best guess where there are issues; their paths are relative to the call. */
export interface Resolution {
  readonly type: DataType
  readonly nullable: boolean
  readonly issues: readonly Issue[]
}

/** Type and nullability of a call, by the law. */
export function resolveCall(name: FunctionName, given: readonly Expression[]): Resolution {
  const law = FUNCTIONS[name]
  const issues = [
    ...checkCount(law, given),
    ...given.flatMap((argument, i) => checkArgument(law, argument, i)),
    ...checkTogether(law, given),
  ]
  // A wrong argument makes the result's type meaningless, but something has to stand there until the issues are reported.
  const type = issues.length === 0 ? RESULTS[law.result](given) : undefined
  if (type === undefined && issues.length === 0) issues.push(noCommonType(law, given))
  return { type: type ?? fallback(law), nullable: isNullable(law, given), issues }
}

/** The law for the argument at an index; undefined beyond the last. */
export function argumentLaw(law: FunctionLaw, index: number): ArgumentLaw | undefined {
  const last = law.arguments[law.arguments.length - 1]
  return law.arguments[index] ?? (last.repeated ? last : undefined)
}

const FIRST = (given: readonly Expression[]): DataType => given[0].type

const RESULTS: Readonly<Record<ResultLaw, (given: readonly Expression[]) => DataType | undefined>> = {
  boolean: () => ({ kind: 'boolean' }),
  int64: () => ({ kind: 'int64' }),
  double: () => ({ kind: 'double' }),
  string: () => ({ kind: 'string' }),
  strings: () => ({ kind: 'list', element: { kind: 'string' }, elementOptional: false }),
  first: FIRST,
  element: ([list]) => (list.type.kind === 'list' ? list.type.element : undefined),
  sum: ([a, b]) => arithmetic(a.type, b.type, sumDigits),
  product: ([a, b]) => arithmetic(a.type, b.type, productDigits),
  rounded: ([x, digits]) => rounded(x.type, digits?.node === 'literal' ? Number(digits.value) : 0, digits !== undefined),
  whole: ([x]) => rounded(x.type, 0, false),
  common: given => given.map(argument => argument.type).reduce<DataType | undefined>((a, b) => a && commonType(a, b), given[0].type),
}

type Digits = { readonly precision: number; readonly scale: number }

function sumDigits(a: Digits, b: Digits): Digits {
  const scale = Math.max(a.scale, b.scale)
  return { precision: Math.min(38, Math.max(a.precision - a.scale, b.precision - b.scale) + scale + 1), scale }
}

function productDigits(a: Digits, b: Digits): Digits {
  return { precision: Math.min(38, a.precision + b.precision), scale: a.scale + b.scale }
}

function arithmetic(a: DataType, b: DataType, digits: (a: Digits, b: Digits) => Digits): DataType | undefined {
  if (a.kind === 'double' || b.kind === 'double') return { kind: 'double' }
  if (a.kind === 'int64' && b.kind === 'int64') return { kind: 'int64' }
  const [x, y] = [asDecimal(a), asDecimal(b)]
  if (x === undefined || y === undefined) return undefined
  const { precision, scale } = digits(x, y)
  return scale > 38 ? undefined : { kind: 'decimal', precision, scale }
}

function rounded(type: DataType, digits: number, asked: boolean): DataType | undefined {
  if (type.kind === 'double') return asked ? undefined : type
  if (type.kind !== 'decimal' || digits > type.scale) return undefined
  return { kind: 'decimal', precision: Math.min(38, type.precision - type.scale + digits + 1), scale: digits }
}

function isNullable(law: FunctionLaw, given: readonly Expression[]): boolean {
  switch (law.nullability) {
    case 'never':
      return false
    case 'always':
      return true
    case 'every':
      return given.every(argument => argument.nullable)
    default:
      return given.some(argument => argument.nullable)
  }
}

function fallback(law: FunctionLaw): DataType {
  const result = law.result
  return { kind: result === 'boolean' || result === 'int64' || result === 'double' ? result : 'string' }
}

function checkCount(law: FunctionLaw, given: readonly Expression[]): readonly Issue[] {
  const least = law.arguments.filter(argument => !argument.optional).length
  const most = law.arguments.some(argument => argument.repeated) ? 10_000 : law.arguments.length
  if (given.length >= least && given.length <= most) return []
  const allowed = least === most ? `${least}` : `${least} to ${most}`
  return [
    { code: 'wrong-argument-count', path: '', message: `${law.name} has a wrong number of arguments`, got: `${given.length}`, allowed },
  ]
}

function checkArgument(law: FunctionLaw, argument: Expression, index: number): readonly Issue[] {
  const rule = argumentLaw(law, index)
  if (rule === undefined) return []
  const path = `arguments[${index}]`
  const kinds: readonly string[] = ARGUMENT_CLASSES[rule.accepts]
  const what = `${rule.name} of ${law.name}`
  if (!kinds.includes(argument.type.kind))
    return [{ code: 'wrong-type', path, message: `${what} has a wrong type`, got: typeText(argument.type), allowed: kinds.join(', ') }]
  if (rule.literal && (argument.node !== 'literal' || argument.value === null))
    return [{ code: 'not-literal', path, message: `${what} must be a literal`, got: argument.node }]
  if (argument.node !== 'literal' || argument.value === null) return []
  const value = argument.value
  const { oneOf, atMost, atLeast = rule.atLeast } = rule.literal ?? {}
  if (oneOf && !oneOf.includes(String(value)))
    return [{ code: 'wrong-value', path, message: `${what} is unknown`, got: shown(value), allowed: oneOf.join(', ') }]
  if ((atLeast !== undefined && Number(value) < atLeast) || (atMost !== undefined && Number(value) > atMost))
    return [
      { code: 'out-of-range', path, message: `${what} is out of range`, got: shown(value), allowed: `${atLeast} to ${atMost ?? '…'}` },
    ]
  if (rule.notEmpty && value === '') return [{ code: 'empty', path, message: `${what} must not be empty` }]
  return []
}

/** What the arguments must have in common. */
function checkTogether(law: FunctionLaw, given: readonly Expression[]): readonly Issue[] {
  if (given.length < 2) return []
  const [first, second] = given
  const wrong = (index: number, message: string, allowed: string): Issue => {
    return { code: 'wrong-type', path: `arguments[${index}]`, message, got: typeText(given[index].type), allowed }
  }
  if (law.agreement === 'alike')
    return given.flatMap((argument, i) =>
      comparable(first.type, argument.type)
        ? []
        : [wrong(i, `${law.name} compares values of different types`, `like ${typeText(first.type)}`)],
    )
  if (law.name === 'listContains' && first.type.kind === 'list' && !comparable(first.type.element, second.type))
    return [wrong(1, 'listContains looks for a value of another type', `like ${typeText(first.type.element)}`)]
  const unit = second.node === 'literal' ? String(second.value) : ''
  if ((law.name === 'truncateTime' || law.name === 'extractTime') && first.type.kind === 'date' && WITHIN_DAY.includes(unit))
    return [{ code: 'wrong-value', path: 'arguments[1]', message: `a date has no ${unit}`, allowed: 'day and longer' }]
  return []
}

function noCommonType(law: FunctionLaw, given: readonly Expression[]): Issue {
  const got = given.map(argument => typeText(argument.type)).join(', ')
  if (law.result === 'rounded')
    return {
      code: 'out-of-range',
      path: 'arguments[1]',
      message: 'a double is rounded to a whole number only, a decimal to at most its scale',
      got,
    }
  if (law.result === 'product')
    return { code: 'out-of-range', path: '', message: 'the product has more than 38 digits after the point', got }
  return { code: 'wrong-type', path: '', message: `arguments of ${law.name} have no common type`, got }
}
