import type { FunctionName } from '../../pipeline'
import { type Rule, supported } from '../rule'
import type { CallWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { call, isDecimal } from '../sql/functions'
import { asDouble, comparable, converted, neverNull, scaledTo, scaleOf } from './conversion'
import { tuple } from './python'

/** By the kind of the result: `add_int64(x, y)`, `add_double(x, y)`, `add_decimal(x, y, precision)`. */
function arithmetic(name: string): Rule<CallWriter> {
  return supported(({ arguments: [x, y], expressions: [a, b], type }) => {
    if (type.kind === 'double') return `${name}_double(${bare(asDouble(x, a.type))}, ${bare(asDouble(y, b.type))})`
    if (!isDecimal(type)) return `${name}_int64(${bare(x)}, ${bare(y)})`
    const [left, right] = name === 'multiply' ? [x, y] : [scaledTo(x, a.type, type.scale), scaledTo(y, b.type, type.scale)]
    return `${name}_decimal(${bare(left)}, ${bare(right)}, ${type.precision})`
  })
}

/** Python's operator where nothing can be null, else the helper. */
function comparison(operator: string, helper: string): Rule<CallWriter> {
  return supported(({ arguments: all, expressions }) => {
    const [x, y] = comparable(all, expressions)
    return neverNull(expressions) ? `(${x} ${operator} ${y})` : `${helper}(${bare(x)}, ${bare(y)})`
  })
}

const whole = (name: string): Rule<CallWriter> =>
  supported(({ arguments: [x], expressions: [a] }) =>
    isDecimal(a.type) ? `${name}_decimal(${bare(x)}, ${a.type.scale})` : `${name}_double(${bare(x)})`,
  )

/** Three-valued logic that stops at the first argument that decides, as the law does. */
const logic = (operator: string, helper: string): Rule<CallWriter> =>
  supported(({ arguments: all, expressions }) =>
    neverNull(expressions) ? `(${all.join(` ${operator} `)})` : `${helper}(${all.map(text => `lambda: ${bare(text)}`).join(', ')})`,
  )

const ofTime = (name: string): Rule<CallWriter> =>
  supported(({ arguments: all, expressions: [x] }) => `${name}_${x.type.kind === 'date' ? 'date' : 'time'}(${all.map(bare).join(', ')})`)

export const FUNCTIONS: Readonly<Record<FunctionName, Rule<CallWriter>>> = {
  add: arithmetic('add'),
  subtract: arithmetic('subtract'),
  multiply: arithmetic('multiply'),
  divide: supported(({ arguments: [x, y], expressions: [a, b] }) => `divide(${bare(asDouble(x, a.type))}, ${bare(asDouble(y, b.type))})`),
  integerDivide: supported(call('integer_divide')),
  modulo: supported(call('modulo')),
  negate: supported(({ arguments: [x], type }) => `negate_${type.kind}(${bare(x)})`),
  absolute: supported(({ arguments: [x], type }) => `absolute_${type.kind}(${bare(x)})`),
  round: supported(({ arguments: [x], expressions: [a], type }) =>
    isDecimal(type) ? `rescale(${bare(x)}, ${scaleOf(a.type)}, ${type.scale}, ${type.precision})` : `round_double(${bare(x)})`,
  ),
  floor: whole('floor'),
  ceiling: whole('ceiling'),
  equal: comparison('==', 'equal'),
  notEqual: comparison('!=', 'not_equal'),
  less: comparison('<', 'less'),
  lessOrEqual: comparison('<=', 'less_or_equal'),
  greater: comparison('>', 'greater'),
  greaterOrEqual: comparison('>=', 'greater_or_equal'),
  in: supported(({ arguments: all, expressions }) => {
    const [x, ...values] = comparable(all, expressions).map(bare)
    return neverNull(expressions) ? `(${x} in ${tuple(values)})` : `is_in(${x}, ${tuple(values)})`
  }),
  and: logic('and', 'all_of'),
  or: logic('or', 'any_of'),
  not: supported(({ arguments: [x], expressions }) => (neverNull(expressions) ? `(not ${x})` : `negated(${bare(x)})`)),
  isNull: supported(({ arguments: [x] }) => `(${x} is None)`),
  coalesce: supported(
    ({ arguments: all, expressions, type }) =>
      `coalesce(${all.map((text, index) => `lambda: ${bare(converted(text, expressions[index].type, type))}`).join(', ')})`,
  ),
  lower: supported(call('lower')),
  upper: supported(call('upper')),
  trim: supported(call('trim')),
  length: supported(call('length')),
  concat: supported(call('concat')),
  substring: supported(call('substring')),
  startsWith: supported(call('starts_with')),
  endsWith: supported(call('ends_with')),
  contains: supported(call('contains')),
  replace: supported(call('replace')),
  split: supported(call('split')),
  splitPart: supported(call('split_part')),
  listContains: supported(({ arguments: [list, value], expressions: [a, b] }) => {
    const element = a.type.kind === 'list' ? a.type.element : a.type
    const [item, wanted] = comparable(['item', value], [{ type: element }, b])
    const items = item === 'item' ? list : `each(${bare(list)}, lambda item: ${item})`
    return `list_contains(${bare(items)}, ${bare(wanted)})`
  }),
  listSize: supported(call('list_size')),
  listElement: supported(call('list_element')),
  truncateTime: ofTime('truncate'),
  extractTime: ofTime('extract'),
  addTime: ofTime('add'),
  timeDifference: supported(call('time_difference')),
  hash: supported(call('sha256')),
}
