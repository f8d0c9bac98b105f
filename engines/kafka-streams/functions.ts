import type { FunctionName } from '../../pipeline'
import { type Rule, supported } from '../rule'
import type { CallWriter, SqlCall } from '../sql/dialect'
import { bare } from '../sql/expression'
import { asDecimal, widened } from './convert'

type Name = 'Int64' | 'Double' | 'Decimal'
const BY_KIND: Readonly<Record<string, Name>> = { int64: 'Int64', double: 'Double', decimal: 'Decimal' }

/** `name(x, y)`: a member of the generated class that does what the law says. */
const call = (name: string) => supported<CallWriter>(({ arguments: all }) => `${name}(${all.map(bare).join(', ')})`)

/** By the kind of the result: `addInt64(x, y)`. */
const arithmetic = (name: string) =>
  supported<CallWriter>(({ arguments: all, expressions, type }) => {
    if (type.kind === 'decimal') {
      const operands = all.map((text, index) => asDecimal(text, expressions[index].type))
      return `${name}Decimal(${operands.join(', ')}, ${type.precision}, ${type.scale})`
    }
    const operands = all.map((text, index) => widened(bare(text), expressions[index].type, type))
    return `${name}${BY_KIND[type.kind]}(${operands.join(', ')})`
  })

/** By the kind of the argument. */
const unary = (name: string) =>
  supported<CallWriter>(({ arguments: [x], expressions }) => `${name}${BY_KIND[expressions[0].type.kind]}(${bare(x)})`)

const byTime = (timestamp: string, date: string) =>
  supported<CallWriter>(
    ({ arguments: all, expressions }) => `${expressions[0].type.kind === 'date' ? date : timestamp}(${all.map(bare).join(', ')})`,
  )

/** Arguments that are evaluated only as far as they matter. */
const lazy = (name: string) =>
  supported<CallWriter>(({ arguments: all }) => `${name}(${all.map(text => `() -> ${bare(text)}`).join(', ')})`)

function coalesce({ arguments: all, expressions, type }: SqlCall): string {
  return `coalesce(${all.map((text, index) => `() -> ${widened(bare(text), expressions[index].type, type)}`).join(', ')})`
}

/** Every function does exactly what the law says, failures included: the helpers are Java, not SQL. */
export const FUNCTIONS: Readonly<Record<FunctionName, Rule<CallWriter>>> = {
  add: arithmetic('add'),
  subtract: arithmetic('subtract'),
  multiply: arithmetic('multiply'),
  divide: supported(
    ({ arguments: all, expressions }) =>
      `divide(${all.map((text, index) => widened(bare(text), expressions[index].type, { kind: 'double' })).join(', ')})`,
  ),
  integerDivide: call('integerDivide'),
  modulo: call('modulo'),
  negate: unary('negate'),
  absolute: unary('absolute'),
  round: supported(({ arguments: [x], expressions, type }) =>
    type.kind === 'decimal'
      ? `toDecimal(${bare(x)}, ${type.precision}, ${type.scale})`
      : `round${BY_KIND[expressions[0].type.kind]}(${bare(x)})`,
  ),
  floor: unary('floor'),
  ceiling: unary('ceiling'),
  equal: call('equal'),
  notEqual: call('notEqual'),
  less: call('less'),
  lessOrEqual: call('lessOrEqual'),
  greater: call('greater'),
  greaterOrEqual: call('greaterOrEqual'),
  in: call('isIn'),
  and: lazy('and'),
  or: lazy('or'),
  not: call('not'),
  isNull: call('isNull'),
  coalesce: supported(coalesce),
  lower: call('lower'),
  upper: call('upper'),
  trim: call('trim'),
  length: call('length'),
  concat: call('concat'),
  substring: supported(({ arguments: [x, start, length = 'Long.MAX_VALUE'] }) => `substring(${[x, start, length].map(bare).join(', ')})`),
  startsWith: call('startsWith'),
  endsWith: call('endsWith'),
  contains: call('contains'),
  replace: call('replace'),
  split: call('split'),
  splitPart: call('splitPart'),
  listContains: call('listContains'),
  listSize: call('listSize'),
  listElement: call('listElement'),
  truncateTime: byTime('truncateTimestamp', 'truncateDate'),
  extractTime: byTime('extractTimestamp', 'extractDate'),
  addTime: byTime('addToTimestamp', 'addToDate'),
  timeDifference: byTime('millisecondsBetween', 'daysBetween'),
  hash: supported(({ arguments: [x], expressions }) => `${expressions[0].type.kind === 'bytes' ? 'hashBytes' : 'hashText'}(${bare(x)})`),
}
