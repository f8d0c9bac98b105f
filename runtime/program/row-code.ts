import type { NamedAggregate, Windowed } from '../../pipeline'
import { KeyCodec } from '../../windowing'
import { CodeWriter, compileExpression } from '../evaluate'
import type { CompiledRows } from './compiled'
import { keyTypeOf } from './key-type'
import { Row } from './row'
import { booleanValue, topBooleans, topValues } from './row-values'
import { TextReader } from './text-reader'

/** Generates what makes rows. The code names each column in a place of its own: in a loop over names the engine would look each one up. */
export function compileRows(windowed: Windowed, havingPath: string): CompiledRows {
  const writer = new CodeWriter()
  const set = (name: string, value: string) => writer.line(`row[${writer.constant(name)}] = ${value}`)
  writer.line(`const row = new ${writer.constant(Row)}()`)
  set('windowStart', 'start')
  set('windowEnd', 'end')
  const types = windowed.keys.map(({ expression }) => keyTypeOf(expression.type))
  if (types.length === 1 && types[0] === 'string') {
    set(windowed.keys[0].name, `${writer.made(TextReader)}.read(keyBytes, keyStart, keyEnd)`)
  } else if (types.length > 0) {
    const key = writer.local(`${writer.made(KeyCodec, types)}.decode(keyBytes, keyStart, keyEnd)`)
    for (const [index, { name }] of windowed.keys.entries()) set(name, `${key}[${index}]`)
  }
  for (const [index, aggregate] of windowed.aggregates.entries()) set(aggregate.name, valueCode(writer, aggregate, `values[${index}]`))
  writer.line('return row')
  const finish = writer.build(['start', 'end', 'keyBytes', 'keyStart', 'keyEnd', 'values']) as CompiledRows['finish']
  return { finish, having: windowed.having && compileExpression(windowed.having), havingPath }
}

/** From the core's representation to the column's type. */
function valueCode(writer: CodeWriter, { aggregate }: NamedAggregate, value: string): string {
  const input = aggregate.input?.type
  const converted = (convert: unknown) => `${writer.constant(convert)}(${value})`
  switch (aggregate.aggregate) {
    case 'min':
    case 'max':
    case 'first':
    case 'last':
      return input?.kind === 'boolean' ? converted(booleanValue) : value
    case 'quantile':
      return input?.kind === 'decimal'
        ? `(typeof ${value} === 'number' ? ${value} / ${writer.constant(10 ** input.scale)} : ${value})`
        : value
    case 'topK':
      return converted(input?.kind === 'boolean' ? topBooleans : topValues)
    default:
      return value
  }
}
