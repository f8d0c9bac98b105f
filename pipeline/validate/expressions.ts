import type { DataType, Expression, Field } from '../definition'
import type { Issue } from '../errors'
import { shown } from '../errors'
import { caseType, castable, castTargets, findField, isFunctionName, resolveCall, sameType, typeText, valueProblem } from '../expression'
import { checkNative } from './native'
import { checkType } from './types'

const MAX_DEPTH = 200

/** Everything that is wrong with an expression over events with these fields. Types that nodes carry are resolved again and compared. */
export function checkExpression(expression: Expression, fields: readonly Field[], path: string, depth = 0): readonly Issue[] {
  if (depth > MAX_DEPTH) return [{ code: 'too-large', path, message: 'expressions are nested too deep', allowed: `${MAX_DEPTH} levels` }]
  const inner = (part: Expression, name: string) => checkExpression(part, fields, `${path}.${name}`, depth + 1)
  switch (expression.node) {
    case 'field':
      return checkField(expression, fields, path)
    case 'literal':
      return checkLiteral(expression, path)
    case 'call': {
      const issues = expression.arguments.flatMap((argument, i) => inner(argument, `arguments[${i}]`))
      // What follows from a wrong argument would only repeat it.
      return issues.length > 0 ? issues : checkCall(expression, path)
    }
    case 'case': {
      const branches = expression.branches.flatMap((branch, i) => [
        ...inner(branch.when, `branches[${i}].when`),
        ...inner(branch.then, `branches[${i}].then`),
      ])
      const issues = [...branches, ...inner(expression.otherwise, 'otherwise')]
      return issues.length > 0 ? issues : checkCase(expression, path)
    }
    case 'cast': {
      const issues = [...inner(expression.argument, 'argument'), ...checkType(expression.type, `${path}.type`)]
      return issues.length > 0 ? issues : checkCast(expression, path)
    }
    case 'native': {
      const inputs = expression.inputs.flatMap((input, i) => inner(input.expression, `inputs[${i}].expression`))
      return [...inputs, ...checkNative(expression, path)]
    }
  }
}

/** Like `checkExpression`, for a place that takes a boolean. */
export function checkCondition(expression: Expression, fields: readonly Field[], path: string): readonly Issue[] {
  const issues = checkExpression(expression, fields, path)
  if (issues.length > 0 || expression.type.kind === 'boolean') return issues
  return [
    {
      code: 'wrong-type',
      path,
      message: 'a condition must be a boolean',
      got: typeText(expression.type),
      hint: 'compare it with something',
    },
  ]
}

function checkField(expression: Expression & { readonly node: 'field' }, fields: readonly Field[], path: string): readonly Issue[] {
  const found = findField(fields, expression.path)
  if (found !== undefined) return checkStated(expression, found.type, found.nullable, path)
  const allowed = fields.map(field => field.name).join(', ')
  return [{ code: 'unknown-field', path, message: 'there is no such field here', got: shown(expression.path.join('.')), allowed }]
}

function checkLiteral(expression: Expression & { readonly node: 'literal' }, path: string): readonly Issue[] {
  const issues = checkType(expression.type, `${path}.type`)
  if (issues.length > 0) return issues
  const problem = expression.value === null ? undefined : valueProblem(expression.value, expression.type)
  if (problem !== undefined)
    return [
      { code: 'wrong-value', path: `${path}.value`, message: problem, got: shown(expression.value), allowed: typeText(expression.type) },
    ]
  return checkStated(expression, expression.type, expression.value === null, path)
}

function checkCall(expression: Expression & { readonly node: 'call' }, path: string): readonly Issue[] {
  if (!isFunctionName(expression.function))
    return [{ code: 'unknown-function', path: `${path}.function`, message: 'there is no such function', got: shown(expression.function) }]
  const { type, nullable, issues } = resolveCall(expression.function, expression.arguments)
  if (issues.length > 0) return issues.map(issue => ({ ...issue, path: issue.path === '' ? path : `${path}.${issue.path}` }))
  return checkStated(expression, type, nullable, path)
}

function checkCase(expression: Expression & { readonly node: 'case' }, path: string): readonly Issue[] {
  if (expression.branches.length === 0) return [{ code: 'empty', path: `${path}.branches`, message: 'a case needs a branch' }]
  const conditions = expression.branches.flatMap((branch, i): readonly Issue[] =>
    branch.when.type.kind === 'boolean'
      ? []
      : [
          {
            code: 'wrong-type',
            path: `${path}.branches[${i}].when`,
            message: 'a condition must be a boolean',
            got: typeText(branch.when.type),
          },
        ],
  )
  if (conditions.length > 0) return conditions
  const type = caseType(expression.branches, expression.otherwise)
  const results = [...expression.branches.map(branch => branch.then), expression.otherwise]
  if (type === undefined) {
    const got = results.map(result => typeText(result.type)).join(', ')
    return [{ code: 'wrong-type', path, message: 'the results of a case have no common type', got }]
  }
  return checkStated(
    expression,
    type,
    results.some(result => result.nullable),
    path,
  )
}

function checkCast(expression: Expression & { readonly node: 'cast' }, path: string): readonly Issue[] {
  const { argument, type } = expression
  if (castable(argument.type.kind, type.kind)) return checkStated(expression, type, argument.nullable, path)
  const allowed = castTargets(argument.type.kind).join(', ') || 'nothing'
  return [{ code: 'not-castable', path, message: `a ${argument.type.kind} can not be cast to this type`, got: typeText(type), allowed }]
}

function checkStated(expression: Expression, type: DataType, nullable: boolean, path: string): readonly Issue[] {
  if (sameType(expression.type, type) && expression.nullable === nullable) return []
  const text = (of: DataType, orNull: boolean) => `${orNull ? 'optional ' : ''}${typeText(of)}`
  const message = 'the type that is written here is not the one that follows from its parts'
  return [
    {
      code: 'stale-type',
      path,
      message,
      got: text(expression.type, expression.nullable),
      allowed: text(type, nullable),
      hint: 'build it again',
    },
  ]
}
