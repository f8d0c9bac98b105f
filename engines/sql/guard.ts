import type { Expression, FunctionName } from '../../pipeline'
import type { ExpressionDialect } from './dialect'
import { bare, castName, type Scope, type Share, writeExpression, written } from './expression'
import { dividesSafely } from './functions'

/**
 * A condition that is true where the expression does not fail, or undefined where it can't. By the law an event whose expression fails
 * gives no row. Writers that are marked `partial` give null there; as their result is null otherwise only for a null
 * argument, the condition follows from the arguments. Branches of a case, and the later arguments of `and`, `or` and `coalesce`, matter only where they are evaluated.
 *
 * Where a null goes from the part that fails through to the whole, which else is null with its only field or never, one condition on the whole is enough.
 */
export function guardOf(dialect: ExpressionDialect, expression: Expression, scope: Scope, share?: Share): string | undefined {
  const write = (inner: Expression) => writeExpression(dialect, inner, scope, share)
  const guard = (inner: Expression) => guardOf(dialect, inner, scope, share)
  if (canFail(dialect, expression) && failsAsNull(dialect, expression)) {
    const nulls = expression.nullable ? onlyField(expression) : []
    if (nulls !== undefined) return notFailed(write(expression), nulls, write)
  }
  switch (expression.node) {
    case 'field':
    case 'literal':
      return undefined
    case 'cast': {
      const { argument, type } = expression
      const own = written(dialect.casts[castName(argument.type, type)]).partial
        ? notFailed(write(expression), [argument], write)
        : undefined
      return both(guard(argument), own)
    }
    case 'native': {
      const inputs = expression.inputs.map(input => input.expression)
      const own = expression.optional ? undefined : notFailed(write(expression), inputs, write)
      return both(inputs.map(guard).reduce(both, undefined), own)
    }
    case 'case': {
      const otherwise = guard(expression.otherwise)
      const branches = expression.branches.map(({ when, then }) => ({ when, condition: guard(when), result: guard(then) }))
      if (otherwise === undefined && branches.every(({ condition, result }) => condition === undefined && result === undefined))
        return undefined
      const cases = branches.map(({ when, result }) => `WHEN ${bare(write(when))} THEN ${bare(result ?? 'TRUE')}`)
      const chosen = `CASE ${cases.join(' ')} ELSE ${bare(otherwise ?? 'TRUE')} END`
      return branches
        .map(({ condition }) => condition)
        .reduceRight((rest, condition) => both(condition, rest), chosen as string | undefined)
    }
    case 'call': {
      const { function: name } = expression
      if (name === 'and' || name === 'or' || name === 'coalesce')
        return inOrder(expression.arguments, argument => STOPS[name](write(argument)), guard)
      const own = isPartial(dialect, expression) ? notFailed(write(expression), expression.arguments, write) : undefined
      const asked = PRECONDITIONS[name]?.(expression.arguments, write)
      return both(both(expression.arguments.map(guard).reduce(both, undefined), own), asked)
    }
  }
}

function isPartial(
  dialect: ExpressionDialect,
  { function: name, arguments: inputs }: Extract<Expression, { readonly node: 'call' }>,
): boolean {
  return written(dialect.functions[name]).partial === true && !(name === 'divide' && dividesSafely(inputs))
}

function canFail(dialect: ExpressionDialect, expression: Expression): boolean {
  const fails = (inner: Expression) => canFail(dialect, inner)
  switch (expression.node) {
    case 'field':
    case 'literal':
      return false
    case 'cast':
      return written(dialect.casts[castName(expression.argument.type, expression.type)]).partial === true || fails(expression.argument)
    case 'native':
      return !expression.optional || expression.inputs.some(input => fails(input.expression))
    case 'case':
      return expression.branches.some(({ when, then }) => fails(when) || fails(then)) || fails(expression.otherwise)
    case 'call':
      return isPartial(dialect, expression) || expression.function in PRECONDITIONS || expression.arguments.some(fails)
  }
}

/** Whether the text gives null wherever the expression fails. */
function failsAsNull(dialect: ExpressionDialect, expression: Expression): boolean {
  if (!canFail(dialect, expression)) return true
  const inner = (argument: Expression) => failsAsNull(dialect, argument)
  if (expression.node === 'cast') return inner(expression.argument)
  if (expression.node === 'native') return !expression.inputs.some(input => canFail(dialect, input.expression))
  return expression.node === 'call' && PASSES_NULL.has(expression.function) && expression.arguments.every(inner)
}

/** The one field that all parts of an expression have: with it they are null, and none fails. */
function onlyField(expression: Expression): readonly [Expression] | undefined {
  if (expression.node === 'field') return [expression]
  const parts = expression.node === 'cast' ? [expression.argument] : expression.node === 'call' ? expression.arguments : []
  const fields = parts.filter(({ node, nullable }) => node !== 'literal' || nullable).map(onlyField)
  const paths = new Set(fields.map(field => JSON.stringify(field?.[0].node === 'field' ? field[0].path : null)))
  return paths.size === 1 ? fields[0] : undefined
}

/** Functions that give null for a null argument, whatever the types say: others are written with a look at what may be null. */
const PASSES_NULL: ReadonlySet<FunctionName> = new Set<FunctionName>([
  'add',
  'subtract',
  'multiply',
  'divide',
  'integerDivide',
  'modulo',
  'negate',
  'absolute',
  'round',
  'floor',
  'ceiling',
])

/**
 * For functions that also give null where nothing fails (beyond the last element): what their arguments must be. Literals were validated with
 * the definition; with a null argument nothing fails.
 */
const PRECONDITIONS: Partial<
  Record<FunctionName, (inputs: readonly Expression[], write: (input: Expression) => string) => string | undefined>
> = {
  listElement: (inputs, write) => precondition(inputs, write, [atLeastOne(inputs[1], write)]),
  splitPart: (inputs, write) => precondition(inputs, write, [notEmpty(inputs[1], write), atLeastOne(inputs[2], write)]),
}

function atLeastOne(input: Expression, write: (input: Expression) => string): string | undefined {
  return input.node === 'literal' ? undefined : `${write(input)} >= 1`
}

function notEmpty(input: Expression, write: (input: Expression) => string): string | undefined {
  return input.node === 'literal' ? undefined : `${write(input)} <> ''`
}

function precondition(
  inputs: readonly Expression[],
  write: (input: Expression) => string,
  conditions: readonly (string | undefined)[],
): string | undefined {
  const asked = conditions.filter(condition => condition !== undefined)
  if (asked.length === 0) return undefined
  const nulls = inputs.filter(input => input.nullable).map(input => `${write(input)} IS NULL`)
  return `(${[asked.length === 1 ? asked[0] : `(${asked.join(' AND ')})`, ...nulls].join(' OR ')})`
}

/** Where the arguments behind this one are not evaluated any more. */
const STOPS = {
  and: (argument: string) => `NOT ${argument}`,
  or: (argument: string) => bare(argument),
  coalesce: (argument: string) => `${argument} IS NOT NULL`,
} as const

/** The first argument must not fail, and either it decides or the others must not fail. */
function inOrder(
  [first, ...rest]: readonly Expression[],
  stop: (argument: Expression) => string,
  guard: (argument: Expression) => string | undefined,
): string | undefined {
  if (first === undefined) return undefined
  const later = inOrder(rest, stop, guard)
  return both(guard(first), later === undefined ? undefined : `(COALESCE(${stop(first)}, FALSE) OR ${later})`)
}

function notFailed(text: string, inputs: readonly Expression[], write: (expression: Expression) => string): string {
  const nulls = inputs.filter(input => input.nullable).map(input => `${write(input)} IS NULL`)
  return `(${[`${text} IS NOT NULL`, ...nulls].join(' OR ')})`
}

function both(left: string | undefined, right: string | undefined): string | undefined {
  if (left === undefined) return right
  return right === undefined || right === left ? left : `(${left} AND ${right})`
}
