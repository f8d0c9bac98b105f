import fc from 'fast-check'
import type { DataType, Field } from '../../pipeline'
import { rowToJson, rowWriter, valueText } from '../../runtime/row-json'

const field = (name: string, type: DataType): Field => ({ name, wireName: `wire_${name}`, type, optional: true })

test('every type has its form', () => {
  const columns: readonly Field[] = [
    field('windowStart', { kind: 'timestamp', wire: 'iso8601' }),
    field('key "é"\n', { kind: 'string' }),
    field('wide', { kind: 'int64' }),
    field('price', { kind: 'decimal', precision: 38, scale: 3 }),
    field('ratio', { kind: 'double' }),
    field('flag', { kind: 'boolean' }),
    field('day', { kind: 'date' }),
    field('raw', { kind: 'bytes' }),
    field('top', {
      kind: 'list',
      element: { kind: 'record', fields: [field('value', { kind: 'decimal', precision: 3, scale: 1 }), field('count', { kind: 'int64' })] },
      elementOptional: true,
    }),
    field('__proto__', { kind: 'string' }),
  ]
  const row = {
    windowStart: -1,
    'key "é"\n': 'a\u2028"\u0000',
    wide: 9223372036854775807n,
    price: -5,
    ratio: 1e21,
    flag: false,
    day: -1,
    raw: Uint8Array.of(255, 0),
    top: [{ value: 15, count: 2 }, null],
  }
  expect(rowToJson(row, columns)).toBe(
    '{"windowStart":-1,"key \\"é\\"\\n":"a\u2028\\"\\u0000","wide":9223372036854775807,"price":"-0.005","ratio":1e+21,"flag":false,' +
      '"day":"1969-12-31","raw":"/wA=","top":[{"value":"1.5","count":2},null],"__proto__":null}',
  )
})

test('a value alone has the same form, without quotes', () => {
  expect(valueText({ kind: 'string' })('"a"\n"')).toBe('"a"\n"')
  expect(valueText({ kind: 'enum', values: ['x'] })('x')).toBe('x')
  expect(valueText({ kind: 'decimal', precision: 38, scale: 3 })(-5)).toBe('-0.005')
  expect(valueText({ kind: 'date' })(-1)).toBe('1969-12-31')
  expect(valueText({ kind: 'timestamp', wire: 'iso8601' })(-1)).toBe('-1')
  expect(valueText({ kind: 'int64' })(9223372036854775807n)).toBe('9223372036854775807')
  expect(valueText({ kind: 'boolean' })(true)).toBe('true')
  expect(valueText({ kind: 'bytes' })(Uint8Array.of(255, 0))).toBe('/wA=')
})

test('bytes are base64 as every other writer has it', () => {
  const write = rowWriter([field('raw', { kind: 'bytes' })])
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), raw => {
      expect(write({ raw })).toBe(`{"raw":"${Buffer.from(raw).toString('base64')}"}`)
    }),
  )
})
