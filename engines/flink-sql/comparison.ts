import { lowered, type Rule } from '../rule'
import type { CallWriter } from '../sql/dialect'
import { bare } from '../sql/expression'

type Operator = '=' | '<>' | '<' | '<=' | '>' | '>='
const MIRRORED: Readonly<Record<Operator, Operator>> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

/**
 * Flink compares an integer with a double as doubles, so that 2^53 + 1 equals 2^53. The law compares the numbers: where the doubles are equal, the double is a whole
 * number, and the integers decide.
 */
export function comparison(symbol: Operator): Rule<CallWriter> {
  return lowered('an int64 and a double are compared exactly', ({ arguments: [x, y], expressions }) => {
    const [left, right] = expressions.map(({ type }) => type.kind)
    if (left === 'int64' && right === 'double') return mixed(x, symbol, y)
    if (left === 'double' && right === 'int64') return mixed(y, MIRRORED[symbol], x)
    return `(${x} ${symbol} ${y})`
  })
}

function mixed(integer: string, symbol: Operator, double: string): string {
  const rounded = `CAST(${bare(integer)} AS DOUBLE)`
  return `(CASE WHEN ${rounded} = ${double} THEN ${integer} ${symbol} CAST(${bare(double)} AS BIGINT) ELSE ${rounded} ${symbol} ${double} END)`
}
