import { type DataType, type Definition, type Expression, expressionsOf, type FunctionName } from '../../pipeline'
import type { EngineIssue } from '../engine'
import { isMixed } from '../sql/compare'

const COMPARISONS: readonly FunctionName[] = ['equal', 'notEqual', 'less', 'lessOrEqual', 'greater', 'greaterOrEqual', 'in']
const ARITHMETIC = 'https://docs.snowflake.com/en/sql-reference/operators-arithmetic'
/** Products have at most this many digits behind the point, or as many as one of the factors. */
const PRODUCT_SCALE = 12

/** What the tables of capabilities can't say. */
export function limitsOf(definition: Definition): readonly EngineIssue[] {
  return expressionsOf(definition).flatMap(({ expression, path }) => (expression.node === 'call' ? callLimits(expression, path) : []))
}

type Call = Extract<Expression, { readonly node: 'call' }>

function callLimits({ function: name, arguments: given, type }: Call, path: string): readonly EngineIssue[] {
  const issue = (kind: EngineIssue['kind'], reason: string, hint: string, link?: string): readonly EngineIssue[] => [
    { feature: `functions.${name}`, path, kind, reason, hint, ...(link === undefined ? {} : { link }) },
  ]
  // Their null is a value, too, so no guard can tell that they failed.
  if ((name === 'splitPart' || name === 'listElement') && given.slice(1).some(({ node }) => node !== 'literal'))
    return issue(
      'not-written',
      'where the index or separator is not a literal, one that the law refuses can not be told from a missing element',
      'use literals',
    )
  const [first, ...others] = given
  if (COMPARISONS.includes(name) && others.some(other => isMixed(first, other) && [first, other].some(isDecimal)))
    return issue(
      'not-yet',
      'Snowflake can not give the exact digits of a double, to compare them with a decimal',
      'cast one side to the type of the other',
    )
  if (name === 'multiply' && isDecimal({ type })) {
    const scales = given.map(({ type: factor }) => scaleOf(factor))
    if (scales[0] + scales[1] > Math.max(PRODUCT_SCALE, ...scales))
      return issue(
        'never',
        `Snowflake rounds a product to ${PRODUCT_SCALE} digits behind the point`,
        'cast the factors to fewer digits',
        ARITHMETIC,
      )
  }
  return []
}

function isDecimal({ type }: { readonly type: DataType }): boolean {
  return type.kind === 'decimal'
}

function scaleOf(type: DataType): number {
  return type.kind === 'decimal' ? type.scale : 0
}
