import { FUNCTION_NAMES, type FunctionName } from '../../pipeline'
import { lowered, partial, type Rule, refused, supported } from '../rule'
import type { CallWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { call, chain, operator } from '../sql/functions'

const notWritten = refused('not-written', 'nobody has compared the function of KQL with the law', {
  hint: 'compute it before the events land',
})
const real = (text: string) => `todouble(${bare(text)})`
/** Null where it is not finite. */
const finite = (text: string) => `iff(isfinite(${bare(text)}), ${bare(text)}, real(null))`
const arithmetic = (symbol: string) =>
  partial(
    lowered<CallWriter>('a double that is not finite gives null; an int64 that overflows wraps', sql =>
      sql.type.kind === 'double' ? finite(operator(symbol)(sql)) : operator(symbol)(sql),
    ),
  )

const WRITTEN: Partial<Readonly<Record<FunctionName, Rule<CallWriter>>>> = {
  add: arithmetic('+'),
  subtract: arithmetic('-'),
  multiply: arithmetic('*'),
  divide: partial(lowered('as doubles; division by zero gives null', ({ arguments: [x, y] }) => finite(`${real(x)} / ${real(y)}`))),
  negate: lowered('0 - x', ({ arguments: [x] }) => `(0 - ${x})`),
  absolute: supported(call('abs')),
  floor: lowered('floor is another name of bin there', ({ arguments: [x] }) => `bin(${bare(x)}, real(1))`),
  ceiling: supported(call('ceiling')),
  equal: supported(operator('==')),
  notEqual: supported(operator('!=')),
  less: supported(operator('<')),
  lessOrEqual: supported(operator('<=')),
  greater: supported(operator('>')),
  greaterOrEqual: supported(operator('>=')),
  in: supported(({ arguments: [x, ...values] }) => `(${x} in (${values.map(bare).join(', ')}))`),
  and: supported(chain('and')),
  or: supported(chain('or')),
  not: supported(call('not')),
  isNull: supported(call('isnull')),
  coalesce: supported(call('coalesce')),
  concat: supported(call('strcat')),
  startsWith: lowered('with regard to case', ({ arguments: [x, y] }) => `(${x} startswith_cs ${y})`),
  endsWith: lowered('with regard to case', ({ arguments: [x, y] }) => `(${x} endswith_cs ${y})`),
  contains: lowered('with regard to case', ({ arguments: [x, y] }) => `(${x} contains_cs ${y})`),
  timeDifference: supported(operator('-')),
}

export const FUNCTIONS = Object.fromEntries(FUNCTION_NAMES.map(name => [name, WRITTEN[name] ?? notWritten])) as Readonly<
  Record<FunctionName, Rule<CallWriter>>
>
