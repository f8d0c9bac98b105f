import type { DataType, FunctionName } from '../../pipeline'
import { lowered, type Rule, supported } from '../rule'
import type { CallWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { STANDARD_FUNCTIONS } from '../sql/functions'
import { ARITHMETIC } from './arithmetic'
import { COMPARISONS } from './comparisons'
import { splitText, TEXT_FUNCTIONS } from './text-functions'
import { TIME_FUNCTIONS } from './time-functions'
import { typeName } from './types'

/** A list's element at an index counted from 1, or null beyond the last; Spark's `get` counts from 0, by an INT. */
const elementAt = (list: string, index: string) => {
  const fromZero = /^\d+L$/.test(index) ? `${Number.parseInt(index, 10) - 1}` : `try_cast(try_subtract(${bare(index)}, 1L) AS INT)`
  return `get(${bare(list)}, ${fromZero})`
}

const hasNulls = (type: DataType | undefined) => type?.kind !== 'list' || type.elementOptional

/** Spark's functions, in ANSI mode. Times are integers here, see `ExpressionDialect`. */
export const FUNCTIONS: Readonly<Record<FunctionName, Rule<CallWriter>>> = {
  ...STANDARD_FUNCTIONS,
  ...ARITHMETIC,
  ...COMPARISONS,
  ...TEXT_FUNCTIONS,
  ...TIME_FUNCTIONS,
  coalesce: supported(({ arguments: all, expressions, type }) => {
    const wanted = typeName(type)
    const alike = all.map((text, index) => (typeName(expressions[index].type) === wanted ? bare(text) : `CAST(${bare(text)} AS ${wanted})`))
    return `COALESCE(${alike.join(', ')})`
  }),
  splitPart: supported(({ arguments: [x, separator, part], expressions }) => elementAt(splitText(x, separator, expressions[1]), part)),
  listContains: lowered(
    'null elements are taken out first, beside which array_contains gives null',
    ({ arguments: [list, value], expressions: [first] }) =>
      `array_contains(${hasNulls(first.type) ? `filter(${bare(list)}, element -> element IS NOT NULL)` : bare(list)}, ${bare(value)})`,
  ),
  listSize: supported(({ arguments: [list] }) => `CAST(array_size(${bare(list)}) AS BIGINT)`),
  listElement: supported(({ arguments: [list, index] }) => elementAt(list, index)),
  hash: supported(({ arguments: [x] }) => `sha2(${bare(x)}, 256)`),
}
