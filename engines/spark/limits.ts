import { type Definition, type Expression, expressionsOf, type FunctionName } from '../../pipeline'
import { isAvro } from '../avro'
import type { EngineIssue } from '../engine'
import { sparkVersionOf, type Variant } from './variants'

const COMPARISONS: ReadonlySet<FunctionName> = new Set([
  'equal',
  'notEqual',
  'less',
  'lessOrEqual',
  'greater',
  'greaterOrEqual',
  'in',
  'listContains',
])

const AVRO_FILES: EngineIssue = {
  feature: 'limit',
  path: 'source.format',
  kind: 'not-written',
  reason: 'files of Avro are object containers, which Spark reads as columns and not as records',
  hint: 'read Avro from Kafka, or JSON lines from files',
}

/** What the tables of rules can't say. */
export function limitsOf(definition: Definition, variant: Variant): readonly EngineIssue[] {
  const { source, outputs } = definition
  return [
    ...(variant === 'files' && isAvro(source) ? [AVRO_FILES] : []),
    ...expressionsOf(definition).flatMap(({ expression, path }) => expressionIssues(expression, path, variant)),
    ...outputs.flatMap(({ steps, windowed }, index): readonly EngineIssue[] => {
      if (windowed === null || !steps.some(({ step }) => step === 'explode')) return []
      return windowed.aggregates.flatMap(({ aggregate }, at): readonly EngineIssue[] =>
        aggregate.aggregate === 'first' || aggregate.aggregate === 'last'
          ? [
              {
                feature: `aggregates.${aggregate.aggregate}`,
                path: `outputs[${index}].windowed.aggregates[${at}]`,
                kind: 'not-written',
                reason: 'the places of the elements of an exploded list are not carried, by which they are ordered',
                hint: 'use min or max',
              },
            ]
          : [],
      )
    }),
  ]
}

function expressionIssues(expression: Expression, path: string, variant: Variant): readonly EngineIssue[] {
  if (expression.node === 'cast') {
    const { argument, type } = expression
    if (sparkVersionOf(variant) !== '3.5' || argument.type.kind !== 'bytes' || type.kind !== 'string') return []
    return [
      {
        feature: 'casts.bytes-string',
        path,
        kind: 'never',
        reason: 'Spark 3.5 can not tell invalid UTF-8',
        hint: 'use a variant with Spark 4',
      },
    ]
  }
  if (expression.node !== 'call') return []
  const { function: name, arguments: given } = expression
  return COMPARISONS.has(name) ? comparisonIssues(given, `functions.${name}`, path) : []
}

function comparisonIssues(given: readonly Expression[], feature: string, path: string): readonly EngineIssue[] {
  const types = given.map(({ type }) => (type.kind === 'list' ? type.element : type))
  const decimals = types.flatMap(type => (type.kind === 'decimal' ? [type] : type.kind === 'int64' ? [{ precision: 19, scale: 0 }] : []))
  if (!types.some(({ kind }) => kind === 'decimal')) return []
  if (types.some(({ kind }) => kind === 'double'))
    return [
      {
        feature,
        path,
        kind: 'not-written',
        reason: 'Spark compares a decimal with a double by its nearest double',
        hint: 'cast one of them',
      },
    ]
  const whole = Math.max(...decimals.map(({ precision, scale }) => precision - scale))
  const scale = Math.max(...decimals.map(decimal => decimal.scale))
  if (whole + scale <= 38) return []
  const reason = `the decimals' common type needs ${whole + scale} digits and Spark's have at most 38`
  return [{ feature, path, kind: 'never', reason, hint: 'cast them to fewer digits' }]
}
