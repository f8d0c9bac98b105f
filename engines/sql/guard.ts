import type { Expression, FunctionName } from '../../pipeline'
import type { ExpressionDialect } from './dialect'
import { bare, castName, type Scope, writeExpression, written } from './expression'

/**
 * A condition that is true where the expression does not fail, or undefined where it can't. By the law an event whose expression fails
 * gives no row. Writers that are marked `partial` give null there; as their result is null otherwise only for a null
 * argument, the condition follows from the arguments. Branches of a case, and the later arguments of `and`, `or` and `coalesce`, matter only where they are evaluated.
 */
export function guardOf(dialect: ExpressionDialect, expression: Expression, scope: Scope): string | undefined {
  const write = (inner: Expression) => writeExpression(dialect, inner, scope)
  const guard = (inner: Expression) => guardOf(dialect, inner, scope)
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
      const own = written(dialect.functions[name]).partial ? notFailed(write(expression), expression.arguments, write) : undefined
      const asked = PRECONDITIONS[name]?.(expression.arguments, write)
      return both(both(expression.arguments.map(guard).reduce(both, undefined), own), asked)
    }
  }
}

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
