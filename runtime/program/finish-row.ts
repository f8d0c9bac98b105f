import type { NamedAggregate, RecordValue, Value, Windowed } from '../../pipeline'
import { type AggregateValue, KeyCodec } from '../../windowing'
import { compileExpression, ExpressionFailure } from '../evaluate'
import { keyTypeOf } from './key-buffer'
import { RowFailure, type WindowedOutputProgram } from './program'
import { Row } from './row'
import { TextReader } from './text-reader'

/** Makes rows of what an operator gives; see `WindowedOutputProgram.finishRow`. */
export function rowFinisher(windowed: Windowed, havingPath: string): WindowedOutputProgram['finishRow'] {
  const decodeKey = keyDecoder(windowed)
  const names = windowed.keys.map(key => key.name)
  const aggregates = windowed.aggregates.map(aggregate => ({ name: aggregate.name, convert: converterOf(aggregate) }))
  const having = windowed.having === null ? null : compileExpression(windowed.having)
  return (start, end, keyBytes, keyStart, keyEnd, values) => {
    const row = new Row()
    row['windowStart'] = start
    row['windowEnd'] = end
    const key = decodeKey(keyBytes, keyStart, keyEnd)
    for (let index = 0; index < names.length; index++) row[names[index]] = key[index]
    for (let index = 0; index < aggregates.length; index++) row[aggregates[index].name] = aggregates[index].convert(values[index])
    return having === null || holds(having, row, havingPath) ? row : null
  }
}

function holds(having: (row: RecordValue) => Value, row: RecordValue, path: string): boolean {
  try {
    return having(row) === true
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error
    throw new RowFailure({ code: 'expression-error', path, message: error.message })
  }
}

function keyDecoder({ keys }: Windowed): (bytes: Uint8Array, start: number, end: number) => readonly Value[] {
  const types = keys.map(({ expression }) => keyTypeOf(expression.type))
  if (types.length === 1 && types[0] === 'string') {
    const reader = new TextReader()
    return (bytes, start, end) => [reader.read(bytes, start, end)]
  }
  const codec = new KeyCodec(types)
  return (bytes, start, end) => codec.decode(bytes, start, end)
}

type Converter = (value: AggregateValue) => Value

/** From the core's representation to the column's type. */
function converterOf({ aggregate }: NamedAggregate): Converter {
  const input = aggregate.input?.type
  if (input === undefined) return asIs
  switch (aggregate.aggregate) {
    case 'min':
    case 'max':
    case 'first':
    case 'last':
      return input.kind === 'boolean' ? toBoolean : asIs
    case 'quantile':
      return input.kind === 'decimal' ? value => (typeof value === 'number' ? value / 10 ** input.scale : asIs(value)) : asIs
    case 'topK':
      return topKConverter(input.kind === 'boolean' ? toBoolean : asIs)
    default:
      return asIs
  }
}

const asIs: Converter = value => value as Value

function toBoolean(value: AggregateValue): Value {
  return value === null ? null : Number(value) === 1
}

function topKConverter(convert: Converter): Converter {
  return value => {
    if (!Array.isArray(value)) return asIs(value)
    return value.map((item: { readonly value: AggregateValue; readonly count: AggregateValue }) => {
      const record = new Row()
      record['value'] = convert(item.value)
      record['count'] = asIs(item.count)
      return record
    })
  }
}
