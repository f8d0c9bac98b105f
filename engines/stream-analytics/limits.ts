import { type DataType, type Definition, type Expression, expressionsOf, type Field } from '../../pipeline'
import type { WindowSpecification } from '../../windowing'
import type { EngineIssue } from '../engine'
import type { RefusalKind } from '../rule'
import { isMixed } from '../sql/compare'
import { CASTS } from './casts'
import { FUNCTIONS } from './functions'
import { inputNames } from './inputs'
import { referencesOf } from './references'
import { MAX_DURATION_MS } from './windows'

const DAY_MS = 86_400_000
const MAX_AHEAD_MS = 300_000
const WINDOWS = 'https://learn.microsoft.com/stream-analytics-query/windowing-azure-stream-analytics'
const TIMES = 'https://learn.microsoft.com/azure/stream-analytics/stream-analytics-time-handling'
const ALIAS = /^[A-Za-z0-9_-]{3,63}$/
const NAME = /^[^[\]()'"`]+$/

const limit = (path: string, kind: RefusalKind, reason: string, hint: string, link?: string): EngineIssue => ({
  feature: 'limit',
  path,
  kind,
  reason,
  hint,
  ...(link === undefined ? {} : { link }),
})

/** What the tables of capabilities can't say. */
export function limitsOf(definition: Definition, variant: string): readonly EngineIssue[] {
  const { source, outputs } = definition
  return [
    ...(Number.isInteger(source.maxDelayMs / 1000)
      ? []
      : [
          limit(
            'source.maxDelayMs',
            'never',
            'the tolerance for events out of order counts whole seconds',
            'use a maxDelay of whole seconds',
          ),
        ]),
    ...(source.maxAheadMs === MAX_AHEAD_MS
      ? []
      : [
          limit(
            'source.maxAheadMs',
            'never',
            'events more than 5 minutes ahead of their arrival are dropped, which can not be changed',
            'leave maxAhead at its default',
            TIMES,
          ),
        ]),
    ...source.fields.flatMap((field, index) => fieldLimits(field, `source.fields[${index}]`)),
    ...outputs.flatMap(({ windowed, steps, columns }, index) => [
      ...(windowed === null ? [] : windowLimits(windowed.window, windowed.keys.length, `outputs[${index}].windowed`)),
      ...columns.flatMap(({ name }, at) => nameLimits(name, `outputs[${index}].columns[${at}]`)),
      ...steps.flatMap((step, at) =>
        step.step === 'explode' && step.list.node !== 'field'
          ? [limit(`outputs[${index}].steps[${at}]`, 'never', 'CROSS APPLY takes a column alone', 'derive the list before it is exploded')]
          : [],
      ),
    ]),
    ...aliasLimits(definition),
    ...expressionLimits(definition),
    ...aggregateLimits(definition),
    ...scriptLimits(definition, variant),
  ]
}

function windowLimits(window: WindowSpecification, keys: number, path: string): readonly EngineIssue[] {
  if (window.kind === 'session') {
    const reason = 'a session window is partitioned by one key'
    return [
      ...(window.gapMs >= MAX_DURATION_MS
        ? [limit(`${path}.window`, 'never', 'a window is at most 7 days long', 'use a shorter gap', WINDOWS)]
        : []),
      ...(keys > 1 ? [limit(`${path}.keys`, 'not-written', reason, 'put the keys into one text')] : []),
    ]
  }
  const hopMs = window.kind === 'hopping' ? window.hopMs : window.sizeMs
  return [
    ...(window.sizeMs > MAX_DURATION_MS
      ? [limit(`${path}.window`, 'never', 'a window is at most 7 days long', 'use a shorter window', WINDOWS)]
      : []),
    ...(DAY_MS % hopMs === 0
      ? []
      : [
          limit(
            `${path}.window`,
            'never',
            `windows begin at the zeroth hour of a day, and where those of ${hopMs} ms begin on other days is not documented`,
            'use a size (of hopping windows: a hop) that divides 24 hours',
            WINDOWS,
          ),
        ]),
    ...(window.sizeMs % hopMs === 0
      ? []
      : [limit(`${path}.window`, 'never', 'windows are aligned at their end', 'use a size that is a multiple of the hop', WINDOWS)]),
  ]
}

/** Aliases of inputs and outputs: 3 to 63 letters, digits, hyphens and underscores. */
function aliasLimits(definition: Definition): readonly EngineIssue[] {
  const { outputs } = definition
  const aliases = [
    ...inputNames(definition).map(name => ['source.name', name]),
    ...outputs.map(({ into }, index) => [`outputs[${index}].into.name`, into.name]),
    ...referencesOf(definition).map(({ name }) => ['reference.name', name]),
  ]
  return aliases
    .filter(([, name]) => !ALIAS.test(name))
    .map(([path]) =>
      limit(path, 'never', 'names of inputs and outputs have 3 to 63 letters, digits, hyphens and underscores', 'change the name'),
    )
}

function nameLimits(name: string, path: string): readonly EngineIssue[] {
  if (NAME.test(name)) return []
  return [limit(path, 'not-written', 'how a name with a bracket, a parenthesis or a quote is written is not documented', 'change the name')]
}

function fieldLimits({ name, wireName, type }: Field, path: string): readonly EngineIssue[] {
  return [
    ...nameLimits(name, path),
    ...nameLimits(wireName, path),
    ...(type.kind === 'list' || type.kind === 'record' ? nestedLimits(type, path) : []),
  ]
}

/** Arrays and records are taken as they come. */
function nestedLimits(type: DataType, path: string): readonly EngineIssue[] {
  const refusal = [
    limit(path, 'not-written', 'members of arrays and records are taken as they are on the wire', 'convert them after they are taken out'),
  ]
  switch (type.kind) {
    case 'list':
      return nestedLimits(type.element, `${path}.element`)
    case 'record':
      return type.fields.flatMap((field, index) =>
        field.name === field.wireName ? nestedLimits(field.type, `${path}.fields[${index}]`) : refusal,
      )
    case 'timestamp':
      return type.wire === 'epoch-ms' ? [] : refusal
    default:
      return []
  }
}

const isOrdered = new Set(['less', 'lessOrEqual', 'greater', 'greaterOrEqual'])
const isCompared = new Set([...isOrdered, 'equal', 'notEqual', 'in'])
const isText = ({ type }: Expression) => type.kind === 'string' || type.kind === 'enum'
/** Compared as floats it keeps its order among all int64. */
const isSmall = (expression: Expression) =>
  expression.node === 'literal' && expression.value !== null && Math.abs(Number(expression.value)) < Number.MAX_SAFE_INTEGER

function expressionLimits(definition: Definition): readonly EngineIssue[] {
  return expressionsOf(definition).flatMap(({ expression, path }): readonly EngineIssue[] => {
    if (expression.node === 'literal' && (expression.type.kind === 'list' || expression.type.kind === 'record'))
      return [limit(path, 'never', `there are no literals of ${expression.type.kind}`, 'use a lookup')]
    if (expression.node === 'case' && expression.branches.some(({ when, then }) => [when, then, expression.otherwise].some(mayFail)))
      return [laterFails(path)]
    if (expression.node !== 'call') return []
    const { function: name, arguments: given } = expression
    const [first, ...others] = given
    if ((name === 'and' || name === 'or' || name === 'coalesce') && others.some(mayFail)) return [laterFails(path)]
    if ((name === 'splitPart' || name === 'listElement') && others.some(({ node }) => node !== 'literal'))
      return [limit(path, 'not-written', 'an index that the law refuses can not be told from a missing element', 'use literals')]
    if (name === 'splitPart' && others[1]?.node === 'literal' && Number(others[1].value) > 4)
      return [limit(path, 'not-written', 'each part doubles the text of the expression', 'use at most the fourth part')]
    if (isCompared.has(name) && others.some(other => isMixed(first, other) && !isSmall(first) && !isSmall(other)))
      return [limit(path, 'never', 'a bigint and a float are compared as floats', 'cast one of them')]
    if (isOrdered.has(name) && given.some(isText))
      return [limit(path, 'never', 'the order of texts is not documented', 'compare texts by equality alone')]
    return []
  })
}

const laterFails = (path: string) =>
  limit(path, 'not-written', 'an expression that may fail stands where it is not always evaluated', 'derive it before')

/** Whether an expression has a part that may fail: its guard would have to know whether it is evaluated. */
function mayFail(expression: Expression): boolean {
  switch (expression.node) {
    case 'field':
    case 'literal':
      return false
    case 'native':
      return !expression.optional || expression.inputs.some(input => mayFail(input.expression))
    case 'cast': {
      const rule = CASTS[`${expression.argument.type.kind}-${expression.type.kind}` as keyof typeof CASTS]
      return mayFail(expression.argument) || (rule.support !== 'refused' && rule.partial === true)
    }
    case 'call': {
      const rule = FUNCTIONS[expression.function]
      return expression.arguments.some(mayFail) || (rule.support !== 'refused' && rule.partial === true)
    }
    case 'case':
      return [expression.otherwise, ...expression.branches.flatMap(({ when, then }) => [when, then])].some(mayFail)
  }
}

function aggregateLimits({ outputs }: Definition): readonly EngineIssue[] {
  return outputs.flatMap(({ windowed }, index) =>
    (windowed?.aggregates ?? []).flatMap(({ aggregate }, at): readonly EngineIssue[] => {
      if ((aggregate.aggregate !== 'min' && aggregate.aggregate !== 'max') || !isText(aggregate.input)) return []
      const path = `outputs[${index}].windowed.aggregates[${at}]`
      return [limit(path, 'never', 'the order of texts is not documented', 'take the least or greatest of numbers or times')]
    }),
  )
}

const SCRIPTS = 'https://learn.microsoft.com/azure/stream-analytics/stream-analytics-javascript-user-defined-aggregates'
/** Kinds whose values a script takes and gives as they are; times are their epoch milliseconds. */
const SCRIPTED: readonly DataType['kind'][] = ['string', 'enum', 'timestamp']

/** What an aggregate in JavaScript can't do. */
function scriptLimits({ outputs }: Definition, variant: string): readonly EngineIssue[] {
  return outputs.flatMap(({ windowed }, index) =>
    (windowed?.aggregates ?? []).flatMap(({ aggregate }, at): readonly EngineIssue[] => {
      if (aggregate.aggregate !== 'topK') return []
      const path = `outputs[${index}].windowed.aggregates[${at}]`
      const { kind } = aggregate.input.type
      return [
        ...(SCRIPTED.includes(kind)
          ? []
          : kind === 'int64'
            ? [limit(path, 'never', 'an aggregate in JavaScript loses digits of integers beyond 2^53', 'cast the values to texts', SCRIPTS)]
            : [
                limit(path, 'not-written', `the values of a ${kind} in JavaScript are not documented`, 'cast the values to texts', SCRIPTS),
              ]),
        ...(variant === 'local-project'
          ? [limit(path, 'not-written', 'how a project holds an aggregate in JavaScript is not documented', 'use the variant job', SCRIPTS)]
          : []),
      ]
    }),
  )
}
