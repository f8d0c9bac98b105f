import { type DataType, type Definition, type Expression, expressionsOf } from '../../pipeline'
import type { EngineIssue } from '../engine'
import { isMixed } from '../sql/compare'
import { FUNCTIONS } from './functions'
import { FIXED } from './time'

const STRINGS = 'https://learn.microsoft.com/kusto/query/scalar-data-types/null-values'
const COALESCE = 'https://learn.microsoft.com/kusto/query/coalesce-function'
const unitOf = (unit: Expression | undefined) => (unit?.node === 'literal' ? String(unit.value) : '')
const isText = ({ kind }: DataType) => kind === 'string' || kind === 'enum'
const ORDERED = new Set(['less', 'lessOrEqual', 'greater', 'greaterOrEqual'])
const limit = (path: string, kind: EngineIssue['kind'], reason: string, hint: string, link?: string): EngineIssue => ({
  feature: 'limit',
  path,
  kind,
  reason,
  hint,
  ...(link === undefined ? {} : { link }),
})
const noNull = (path: string) =>
  limit(path, 'never', 'a string is never null there: null becomes the empty text', 'use a string that is required', STRINGS)

/** What the tables of capabilities can't say. */
export function limitsOf(definition: Definition): readonly EngineIssue[] {
  const { source, outputs } = definition
  const reserved = new Set(['session_start', 'watermark', 'events', 'as_int64', 'time_ms'])
  return [
    ...source.fields.flatMap(({ type, optional, name }, index) => [
      ...(optional && isText(type) ? [noNull(`source.fields[${index}]`)] : []),
      ...(reserved.has(name)
        ? [limit(`source.fields[${index}]`, 'not-written', `${name} is a name of the query itself`, 'change the name')]
        : []),
    ]),
    ...outputs.flatMap(({ columns, steps, windowed }, index) => [
      ...(windowed?.aggregates ?? []).flatMap(({ aggregate }, at) =>
        (aggregate.aggregate === 'min' || aggregate.aggregate === 'max') && isText(aggregate.input.type)
          ? [
              limit(
                `outputs[${index}].windowed.aggregates[${at}]`,
                'not-written',
                'the order of texts was not compared with that of code points',
                'take the least or greatest of numbers or times',
              ),
            ]
          : [],
      ),
      ...columns.flatMap(({ type, optional }, at) => (optional && isText(type) ? [noNull(`outputs[${index}].columns[${at}]`)] : [])),
      ...steps.flatMap((step, at) =>
        step.step === 'lookup' && step.on.some(({ expression }) => expression.node !== 'field' || expression.path.length > 1)
          ? [limit(`outputs[${index}].steps[${at}]`, 'not-written', 'lookup joins by columns alone', 'derive the key before')]
          : [],
      ),
    ]),
    ...expressionsOf(definition).flatMap(({ expression, path }) => expressionLimits(expression, path)),
  ]
}

function expressionLimits(expression: Expression, path: string): readonly EngineIssue[] {
  const text = isText(expression.type) && expression.nullable ? [noNull(path)] : []
  if (expression.node === 'case')
    return [
      ...text,
      ...(expression.branches.some(({ when, then }) => [when, then, expression.otherwise].some(mayFail)) ? [laterFails(path)] : []),
    ]
  if (expression.node !== 'call') return text
  const { function: name, arguments: given } = expression
  const [first, ...others] = given
  return [
    ...text,
    ...((name === 'and' || name === 'or' || name === 'coalesce') && others.some(mayFail) ? [laterFails(path)] : []),
    ...(others.some(other => isMixed(first, other)) && (ORDERED.has(name) || name === 'equal' || name === 'notEqual' || name === 'in')
      ? [limit(path, 'never', 'a long and a real are compared as reals', 'cast one of them')]
      : []),
    ...(ORDERED.has(name) && given.some(({ type }) => isText(type))
      ? [limit(path, 'not-written', 'the order of texts was not compared with that of code points', 'compare texts by equality alone')]
      : []),
    ...(name === 'coalesce' && isText(expression.type)
      ? [limit(path, 'never', 'coalesce takes the first text that is not empty', 'use a case', COALESCE)]
      : []),
    ...(name === 'replace' && (others[0].node !== 'literal' || others[0].value === '')
      ? [limit(path, 'not-written', 'an empty search can not fail, since a string is never null', 'use a literal')]
      : []),
    ...((name === 'truncateTime' || name === 'extractTime') && (first.type.kind !== 'timestamp' || !FIXED[name].includes(unitOf(others[0])))
      ? [limit(path, 'not-written', `${name} of days, or by ${unitOf(others[0])}`, `allowed: timestamps by ${FIXED[name].join(', ')}`)]
      : []),
    ...(name === 'hash' && first.type.kind === 'bytes' ? [limit(path, 'not-written', 'the hash of bytes', 'hash a text')] : []),
  ]
}

const laterFails = (path: string) =>
  limit(path, 'not-written', 'an expression that may fail stands where it is not always evaluated', 'derive it before')

function mayFail(expression: Expression): boolean {
  switch (expression.node) {
    case 'field':
    case 'literal':
      return false
    case 'cast':
      return true
    case 'native':
      return !expression.optional || expression.inputs.some(input => mayFail(input.expression))
    case 'call': {
      const rule = FUNCTIONS[expression.function]
      return expression.arguments.some(mayFail) || (rule.support !== 'refused' && rule.partial === true)
    }
    case 'case':
      return true
  }
}
