import { FUNCTION_NAMES, type FunctionName } from '../../pipeline'
import { lowered, partial, type Rule, refused, supported } from '../rule'
import type { CallWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { call, operator, STANDARD_FUNCTIONS } from '../sql/functions'

const notWritten = refused('not-written', 'nobody has compared the function of RisingWave with the law', {
  hint: 'compute it before the events are read',
})
/** An expression that fails in a stream gives null: https://docs.risingwave.com/sql/query-syntax/value-exp */
const failing = (writer: CallWriter) => partial(lowered('what fails gives null in streams', writer))

const WRITTEN: Partial<Readonly<Record<FunctionName, Rule<CallWriter>>>> = {
  ...STANDARD_FUNCTIONS,
  add: failing(operator('+')),
  subtract: failing(operator('-')),
  multiply: failing(operator('*')),
  divide: failing(({ arguments: [x, y] }) => `(CAST(${bare(x)} AS DOUBLE PRECISION) / NULLIF(CAST(${bare(y)} AS DOUBLE PRECISION), 0))`),
  integerDivide: failing(({ arguments: [x, y] }) => `(${x} / NULLIF(${bare(y)}, 0))`),
  modulo: failing(({ arguments: [x, y] }) => `(${x} % NULLIF(${bare(y)}, 0))`),
  negate: failing(({ arguments: [x] }) => `(0 - ${x})`),
  absolute: failing(call('ABS')),
  timeDifference: supported(operator('-')),
  replace: notWritten,
}

export const FUNCTIONS = Object.fromEntries(FUNCTION_NAMES.map(name => [name, WRITTEN[name] ?? notWritten])) as Readonly<
  Record<FunctionName, Rule<CallWriter>>
>
