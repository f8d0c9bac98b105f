import type { NamedAggregate, RecordValue, Value, Windowed } from '../../pipeline'
import { type AggregateValue, KeyCodec } from '../../windowing'
import { CodeWriter, compileExpression, ExpressionFailure } from '../evaluate'
import { keyTypeOf } from './key-buffer'
import { RowFailure, type WindowedOutputProgram } from './program'
import { Row } from './row'
import { TextReader } from './text-reader'

type FinishRow = WindowedOutputProgram['finishRow']

/**
 * Makes rows of what an operator gives; see `WindowedOutputProgram.finishRow`. The code names each column in a place of its own: in a loop over
 * names the engine would look each one up.
 */
export function rowFinisher(windowed: Windowed, havingPath: string): FinishRow {
  const writer = new CodeWriter()
  const set = (name: string, value: string) => writer.line(`row[${writer.constant(name)}] = ${value}`)
  writer.line(`const row = new ${writer.constant(Row)}()`)
  set('windowStart', 'start')
  set('windowEnd', 'end')
  const types = windowed.keys.map(({ expression }) => keyTypeOf(expression.type))
  if (types.length === 1 && types[0] === 'string') {
    set(windowed.keys[0].name, `${writer.constant(new TextReader())}.read(keyBytes, keyStart, keyEnd)`)
  } else if (types.length > 0) {
    const key = writer.local(`${writer.constant(new KeyCodec(types))}.decode(keyBytes, keyStart, keyEnd)`)
    for (const [index, { name }] of windowed.keys.entries()) set(name, `${key}[${index}]`)
  }
  for (const [index, aggregate] of windowed.aggregates.entries()) {
    const convert = converterOf(aggregate)
    set(aggregate.name, convert === null ? `values[${index}]` : `${writer.constant(convert)}(values[${index}])`)
  }
  writer.line('return row')
  const finish = writer.build(['start', 'end', 'keyBytes', 'keyStart', 'keyEnd', 'values']) as (
    ...given: Parameters<FinishRow>
  ) => RecordValue
  if (windowed.having === null) return finish
  const having = compileExpression(windowed.having)
  return (...given) => {
    const row = finish(...given)
    return holds(having, row, havingPath) ? row : null
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

type Converter = (value: AggregateValue) => Value

/** From the core's representation to the column's type; null where they are the same. */
function converterOf({ aggregate }: NamedAggregate): Converter | null {
  const input = aggregate.input?.type
  if (input === undefined) return null
  switch (aggregate.aggregate) {
    case 'min':
    case 'max':
    case 'first':
    case 'last':
      return input.kind === 'boolean' ? toBoolean : null
    case 'quantile':
      return input.kind === 'decimal' ? value => (typeof value === 'number' ? value / 10 ** input.scale : asIs(value)) : null
    case 'topK':
      return topKConverter(input.kind === 'boolean' ? toBoolean : asIs)
    default:
      return null
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
