import type { FunctionName } from '../../pipeline'
import { lowered, type Rule } from '../rule'
import { comparison, isMixed } from '../sql/compare'
import type { CallWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { STANDARD_FUNCTIONS } from '../sql/functions'

const NOTE = 'an int64 beside a double is compared by its nearest double first, and then by its digits'

/** Only int64 stands beside a double here: `limits.ts` refuses decimals, whose digits a double's may not hold. */
const CONVERSIONS = {
  toDouble: (text: string) => `CAST(${bare(text)} AS DOUBLE)`,
  toExact: (text: string) => `try_cast(${bare(text)} AS BIGINT)`,
}

const compared = (symbol: Parameters<typeof comparison>[0]) => lowered(NOTE, comparison(symbol, CONVERSIONS))
const equal = comparison('=', CONVERSIONS)

export const COMPARISONS = {
  equal: compared('='),
  notEqual: compared('<>'),
  less: compared('<'),
  lessOrEqual: compared('<='),
  greater: compared('>'),
  greaterOrEqual: compared('>='),
  in: lowered(NOTE, sql => {
    const [x, ...values] = sql.arguments
    const [first, ...others] = sql.expressions
    if (!others.some(other => isMixed(first, other)))
      return STANDARD_FUNCTIONS.in.support === 'refused' ? '' : STANDARD_FUNCTIONS.in.write(sql)
    const each = values.map((value, index) => equal({ ...sql, arguments: [x, value], expressions: [first, others[index]] }))
    return `(${each.join(' OR ')})`
  }),
} as const satisfies Partial<Record<FunctionName, Rule<CallWriter>>>
