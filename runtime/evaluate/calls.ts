import type { DataType, Expression, FunctionName } from '../../pipeline'
import type { HelperName } from './code-writer'
import { comparisonCode, equalCode } from './comparison-code'
import { doubleCode } from './conversion-code'
import type { Emitter } from './emit'
import { coalesce, isIn, isNull, logic } from './logic-code'
import { emitStrict } from './strict'

export type Call = Extract<Expression, { node: 'call' }>
export type CallEmitter = (emitter: Emitter, call: Call) => string

const KIND = (call: Call, index = 0): DataType['kind'] => call.arguments[index].type.kind
const SCALE = (type: DataType): string => String(type.kind === 'decimal' ? type.scale : 0)
const PRECISION = (type: DataType): string => String(type.kind === 'decimal' ? type.precision : 38)

/** Null where an argument is; else what `code` makes of the arguments' codes. */
function strict(code: (emitter: Emitter, values: readonly string[], call: Call) => string): CallEmitter {
  return (emitter, call) => {
    const values = call.arguments.map(argument => emitter.emit(argument))
    return emitStrict(emitter, call.arguments, values, code(emitter, values, call))
  }
}

/** A helper that takes the arguments as they are. */
const helper = (name: HelperName): CallEmitter => strict(({ writer }, values) => writer.call(name, ...values))

/** Methods of JavaScript's strings; for literals from a definition the receiver is a constant. */
const method = (name: string): CallEmitter => strict((_, [value, ...rest]) => `${value}.${name}(${rest.join(', ')})`)

const comparison = (operator: string): CallEmitter =>
  strict((emitter, [a, b], { arguments: [x, y] }) => comparisonCode(emitter, operator, a, x.type, b, y.type))

const equality = (negated: boolean): CallEmitter =>
  strict((emitter, [a, b], { arguments: [x, y] }) => `${negated ? '!' : ''}(${equalCode(emitter, a, x.type, b, y.type)})`)

function arithmetic(
  operator: string,
  int64: HelperName,
  decimal: (emitter: Emitter, values: readonly string[], call: Call) => string,
): CallEmitter {
  return strict((emitter, values, call) => {
    if (call.type.kind === 'int64') return emitter.writer.call(int64, ...values)
    if (call.type.kind === 'decimal') return decimal(emitter, values, call)
    const [a, b] = values.map((value, index) => doubleCode(emitter, value, call.arguments[index].type))
    return emitter.writer.call('finite', `${a} ${operator} ${b}`, emitter.writer.constant(call.function))
  })
}

const decimalSum =
  (name: 'addDecimal' | 'subtractDecimal') =>
  ({ writer }: Emitter, [a, b]: readonly string[], { arguments: [x, y], type }: Call): string =>
    writer.call(name, a, SCALE(x.type), b, SCALE(y.type), PRECISION(type))

/** For one numeric argument: by its kind. */
const unary = (
  int64: HelperName | undefined,
  double: (value: string, emitter: Emitter) => string,
  decimal: CallEmitterOfValue,
): CallEmitter =>
  strict((emitter, [value], call) => {
    if (call.arguments[0].type.kind === 'decimal') return decimal(emitter, value, call)
    return call.arguments[0].type.kind === 'int64' && int64 !== undefined ? emitter.writer.call(int64, value) : double(value, emitter)
  })
type CallEmitterOfValue = (emitter: Emitter, value: string, call: Call) => string

const wholeDecimal =
  (name: HelperName): CallEmitterOfValue =>
  ({ writer }, value, call) =>
    writer.call(name, value, SCALE(call.arguments[0].type))

const byKindOfTime = (timestamp: HelperName, date: HelperName): CallEmitter =>
  strict(({ writer }, values, call) => writer.call(KIND(call) === 'date' ? date : timestamp, ...values))

/** By function: writes its evaluation and gives the code of its value. The law is `FUNCTIONS` of the definition language. */
export const CALLS: Readonly<Record<FunctionName, CallEmitter>> = {
  add: arithmetic('+', 'addInt64', decimalSum('addDecimal')),
  subtract: arithmetic('-', 'subtractInt64', decimalSum('subtractDecimal')),
  multiply: arithmetic('*', 'multiplyInt64', ({ writer }, [a, b], { type }) =>
    writer.call('multiplyDecimal', a, b, PRECISION(type), SCALE(type)),
  ),
  divide: strict((emitter, [a, b], { arguments: [x, y] }) =>
    emitter.writer.call('divideDouble', doubleCode(emitter, a, x.type), doubleCode(emitter, b, y.type)),
  ),
  integerDivide: helper('integerDivideInt64'),
  modulo: helper('moduloInteger'),
  negate: unary(
    'negateInt64',
    value => `0 - ${value}`,
    ({ writer }, value) => writer.call('negateInteger', value),
  ),
  absolute: unary(
    'absoluteInt64',
    value => `Math.abs(${value})`,
    ({ writer }, value) => writer.call('absoluteInteger', value),
  ),
  round: strict(({ writer }, [value], { arguments: [x], type }) =>
    x.type.kind === 'decimal'
      ? writer.call('rescale', value, SCALE(x.type), SCALE(type), PRECISION(type))
      : writer.call('roundDouble', value),
  ),
  floor: unary(undefined, value => `Math.floor(${value}) + 0`, wholeDecimal('floorDecimal')),
  ceiling: unary(undefined, value => `Math.ceil(${value}) + 0`, wholeDecimal('ceilingDecimal')),
  equal: equality(false),
  notEqual: equality(true),
  less: comparison('<'),
  lessOrEqual: comparison('<='),
  greater: comparison('>'),
  greaterOrEqual: comparison('>='),
  in: isIn,
  and: logic(false),
  or: logic(true),
  not: strict((_, [value]) => `!${value}`),
  isNull,
  coalesce,
  lower: method('toLowerCase'),
  upper: method('toUpperCase'),
  trim: helper('trimSpaces'),
  length: helper('textLength'),
  concat: strict(({ writer }, values) => writer.call('concatTexts', `[${values.join(', ')}]`)),
  substring: strict(({ writer }, [value, start, length = 'Infinity']) => writer.call('substring', value, start, length)),
  startsWith: method('startsWith'),
  endsWith: method('endsWith'),
  contains: method('includes'),
  replace: helper('replaceAll'),
  split: helper('splitText'),
  splitPart: helper('splitPart'),
  listContains: strict((emitter, [list, value], { arguments: [x, y] }) => {
    const element = emitter.writer.name()
    const type = x.type.kind === 'list' ? x.type.element : x.type
    return `${list}.some(${element} => ${element} !== null && ${equalCode(emitter, element, type, value, y.type)})`
  }),
  listSize: strict((_, [list]) => `${list}.length`),
  listElement: helper('listElement'),
  truncateTime: byKindOfTime('truncateTimestamp', 'truncateDate'),
  extractTime: byKindOfTime('extractFromTimestamp', 'extractFromDate'),
  addTime: byKindOfTime('addToTimestamp', 'addToDate'),
  timeDifference: strict((_, [a, b]) => `${a} - ${b}`),
  hash: helper('sha256'),
}
