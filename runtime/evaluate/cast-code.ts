import type { DataKind, DataType, Expression } from '../../pipeline'
import { conversionCode } from './conversion-code'
import type { Emitter } from './emit'
import { emitStrict } from './strict'

type CastCode = (emitter: Emitter, value: string, from: DataType, to: DataType) => string

const asIs: CastCode = (_, value) => value
const digitsOf = (type: DataType): readonly [string, string] =>
  type.kind === 'decimal' ? [String(type.precision), String(type.scale)] : ['38', '0']
const widen: CastCode = (emitter, value, from, to) => conversionCode(emitter, value, from, to)
const toEnum: CastCode = ({ writer }, value, _, to) =>
  writer.call('textToEnum', value, writer.constant(new Set(to.kind === 'enum' ? to.values : [])))

/** By source and target kind: code of the value, where it is not null. The law is `CASTS` of the definition language. */
const CODES: Readonly<Record<DataKind, Partial<Record<DataKind, CastCode>>>> = {
  string: {
    string: asIs,
    int64: ({ writer }, value) => writer.call('textToInt64', value),
    double: ({ writer }, value) => writer.call('textToDouble', value),
    decimal: ({ writer }, value, _, to) => writer.call('textToDecimal', value, ...digitsOf(to)),
    boolean: ({ writer }, value) => writer.call('textToBoolean', value),
    timestamp: ({ writer }, value) => writer.call('textToTimestamp', value),
    date: ({ writer }, value) => writer.call('textToDate', value),
    enum: toEnum,
    bytes: ({ writer }, value) => writer.call('textToBytes', value),
  },
  enum: { string: asIs, enum: toEnum },
  boolean: { boolean: asIs, string: (_, value) => `String(${value})`, int64: (_, value) => `(${value} ? 1 : 0)` },
  int64: {
    int64: asIs,
    double: widen,
    decimal: widen,
    string: (_, value) => `String(${value})`,
    timestamp: ({ writer }, value) => writer.call('integerToTimestamp', value),
  },
  double: {
    double: asIs,
    int64: ({ writer }, value) => writer.call('doubleToInt64', value),
    decimal: ({ writer }, value, _, to) => writer.call('doubleToDecimal', value, ...digitsOf(to)),
  },
  decimal: {
    decimal: widen,
    int64: ({ writer }, value, from) => writer.call('decimalToInt64', value, digitsOf(from)[1]),
    double: widen,
    string: ({ writer }, value, from) => writer.call('decimalText', value, digitsOf(from)[1]),
  },
  bytes: { bytes: asIs, string: ({ writer }, value) => writer.call('bytesToText', value) },
  timestamp: {
    timestamp: asIs,
    int64: asIs,
    string: ({ writer }, value) => writer.call('timestampText', value),
    date: ({ writer }, value) => writer.call('timestampToDate', value),
  },
  date: {
    date: asIs,
    timestamp: ({ writer }, value) => writer.call('dateToTimestamp', value),
    string: ({ writer }, value) => writer.call('dateText', value),
  },
  list: {},
  record: {},
}

export function emitCast(emitter: Emitter, argument: Expression, to: DataType): string {
  const code = CODES[argument.type.kind][to.kind]
  if (code === undefined)
    throw new TypeError(`a cast from ${argument.type.kind} to ${to.kind} was given, which there is not: validate the definition first`)
  const value = emitter.emit(argument)
  return emitStrict(emitter, [argument], [value], code(emitter, value, argument.type, to))
}
