import type { DataType, Definition, Expression, Field } from '../../pipeline'
import type { EngineIssue } from '../engine'
import { avroLimits } from './avro-limits'
import { EDGE_KINDS } from './edge'
import { visitExpressions } from './expressions'
import { shiftsOf } from './lateness'
import { MOST_LOOKUP_ROWS } from './lookup'
import { MOST_PLACES } from './ranked'
import { variantOf } from './variants'

/** What the tables of rules can't say, because it depends on types, sizes or the variant. */
export function flinkLimits(definition: Definition, variantName: string): readonly EngineIssue[] {
  const variant = variantOf(variantName)
  const issues: EngineIssue[] = []
  const refuse = (path: string, reason: string, hint?: string) =>
    issues.push({ feature: 'limit', path, kind: 'not-written', reason, ...(hint === undefined ? {} : { hint }) })
  for (const [index, field] of definition.source.fields.entries()) {
    if (hasLineEnd(field))
      issues.push({
        feature: 'limit',
        path: `source.fields[${index}]`,
        kind: 'never',
        reason: "names with line ends can't stand in Flink's SQL, not even in quotes",
      })
    if (hidesTime(field))
      refuse(
        `source.fields[${index}]`,
        'times inside of lists and records are read as epoch-ms only',
        'take the time out of it, as a field',
      )
  }
  issues.push(...avroLimits(definition.source, variant.name))
  visitExpressions(definition, (expression, path) => {
    const reason = expressionProblem(expression)
    if (reason !== undefined) refuse(path, reason)
  })
  if (shiftsOf(definition).size > 1)
    refuse(
      'outputs',
      `windows of one job must have the same offset, because Flink's own offset loses events; got ${[...shiftsOf(definition)].join(', ')} ms`,
      'put the outputs into several definitions',
    )
  for (const [index, { steps, windowed }] of definition.outputs.entries()) {
    for (const [at, step] of steps.entries())
      if (step.step === 'lookup' && step.reference.rows.length > MOST_LOOKUP_ROWS)
        refuse(
          `outputs[${index}].steps[${at}]`,
          `reference data of ${step.reference.rows.length} rows would be a CASE of as many branches; at most ${MOST_LOOKUP_ROWS} are written`,
          'join the reference data where the rows are read',
        )
    for (const [at, { aggregate }] of (windowed?.aggregates ?? []).entries())
      if (aggregate.aggregate === 'quantile' && !variant.hasJvmOptions)
        refuse(
          `outputs[${index}].windowed.aggregates[${at}]`,
          "Flink's ARRAY_SORT fails on equal values, unless the JVM is started with an option that this service doesn't take",
          'use min, max or avg',
        )
    for (const [at, { aggregate }] of (windowed?.aggregates ?? []).entries()) {
      if (aggregate.aggregate !== 'topK') continue
      const path = `outputs[${index}].windowed.aggregates[${at}]`
      if (aggregate.limit > MOST_PLACES)
        refuse(path, `each place of the list is two aggregates; at most ${MOST_PLACES} places are written, got ${aggregate.limit}`)
    }
    for (const [at, { aggregate }] of (windowed?.aggregates ?? []).entries()) {
      if (aggregate.aggregate !== 'first' && aggregate.aggregate !== 'last') continue
      const path = `outputs[${index}].windowed.aggregates[${at}]`
      if (!EDGE_KINDS.includes(aggregate.input.type.kind))
        refuse(path, `a ${aggregate.input.type.kind} can't be carried in the text by which the ${aggregate.aggregate} one is found`)
      if (variant.name === 'managed-flink')
        refuse(
          path,
          'the connector of Kinesis gives SQL no sequence numbers, by which the order of events of the same time is known',
          'use min or max',
        )
    }
  }
  return issues
}

function expressionProblem(expression: Expression): string | undefined {
  if (expression.node !== 'call') return undefined
  const kinds = expression.arguments.map(({ type }) => type.kind)
  const name = expression.function
  if (['equal', 'notEqual', 'less', 'lessOrEqual', 'greater', 'greaterOrEqual', 'in'].includes(name)) {
    if (kinds.includes('double') && kinds.includes('decimal'))
      return 'a decimal and a double are compared as doubles, which is not exact: cast one of them'
    if (name === 'in' && kinds.includes('double') && kinds.includes('int64'))
      return 'an int64 and doubles are compared as doubles, which is not exact: cast one of them'
  }
  if (name === 'listContains' && expression.arguments[0].type.kind === 'list') {
    const { kind } = expression.arguments[0].type.element
    if (kind !== kinds[1] && !(kind === 'string' && kinds[1] === 'enum') && !(kind === 'enum' && kinds[1] === 'string'))
      return `a ${kinds[1]} is looked for in a list of ${kind}: cast it`
  }
  return expression.type.kind === 'decimal' && ['add', 'subtract', 'multiply'].includes(name) && cuts(expression)
    ? 'Flink cuts the scale of decimals that would need more than 38 digits: cast the arguments to fewer digits'
    : undefined
}

/** Whether Flink would give fewer digits after the point than the law, which it does where more than 38 digits might be needed. */
function cuts({ function: name, arguments: all }: Extract<Expression, { readonly node: 'call' }>): boolean {
  const [x, y] = all.map(({ type }) => digitsOf(type))
  if (name === 'multiply') return x.whole + x.scale + y.whole + y.scale > 38
  return Math.max(x.whole, y.whole) + Math.max(x.scale, y.scale) + 1 > 38
}

function digitsOf(type: DataType): { readonly whole: number; readonly scale: number } {
  return type.kind === 'decimal' ? { whole: type.precision - type.scale, scale: type.scale } : { whole: 19, scale: 0 }
}

function hasLineEnd({ wireName, type }: Field): boolean {
  const inside = (inner: DataType): boolean => {
    if (inner.kind === 'list') return inside(inner.element)
    return inner.kind === 'record' && inner.fields.some(hasLineEnd)
  }
  return /[\r\n]/.test(wireName) || inside(type)
}

function hidesTime({ type }: Field): boolean {
  const inside = (inner: DataType): boolean => {
    if (inner.kind === 'list') return inside(inner.element)
    if (inner.kind === 'record') return inner.fields.some(field => inside(field.type))
    return inner.kind === 'timestamp' && inner.wire !== 'epoch-ms'
  }
  return (type.kind === 'list' || type.kind === 'record') && inside(type)
}
