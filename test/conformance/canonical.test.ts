import { canonical, Misfit } from '../../conformance/compare'
import type { DataType } from '../../pipeline'

const DECIMAL: DataType = { kind: 'decimal', precision: 10, scale: 2 }
const TIME: DataType = { kind: 'timestamp', wire: 'epoch-ms' }

test.each<[DataType['kind'], unknown, DataType, unknown]>([
  ['int64', 5, { kind: 'int64' }, 5n],
  ['int64', 2n ** 63n - 1n, { kind: 'int64' }, 2n ** 63n - 1n],
  ['int64', '-9223372036854775808', { kind: 'int64' }, -(2n ** 63n)],
  ['int64', '7.0', { kind: 'int64' }, 7n],
  ['decimal', '12.5', DECIMAL, 1250n],
  ['decimal', '-0.010', DECIMAL, -1n],
  ['decimal', 3, DECIMAL, 300n],
  ['double', '1e-3', { kind: 'double' }, 0.001],
  ['timestamp', 1_500, TIME, 1_500],
  ['timestamp', '1500', TIME, 1_500],
  ['timestamp', '1969-12-31T23:59:59.500Z', TIME, -500],
  ['timestamp', '1970-01-01 00:00:01.5', TIME, 1_500],
  ['timestamp', '1970-01-01 00:00:01.500000 UTC', TIME, 1_500],
  ['timestamp', '1970-01-01T01:00:00+01:00', TIME, 0],
  ['timestamp', new Date(7), TIME, 7],
  ['date', '1970-01-02', { kind: 'date' }, 1],
  ['date', '1969-12-31 00:00:00', { kind: 'date' }, -1],
  ['bytes', 'AP8=', { kind: 'bytes' }, Uint8Array.of(0, 255)],
  ['boolean', 'true', { kind: 'boolean' }, true],
  ['list', '[1, null, 9007199254740993]', { kind: 'list', element: { kind: 'int64' }, elementOptional: true }, [1n, null, 2n ** 53n + 1n]],
  ['record', { a: 1 }, { kind: 'record', fields: [{ name: 'a', wireName: 'b', type: { kind: 'double' }, optional: false }] }, { a: 1 }],
  ['string', null, { kind: 'string' }, null],
])('%s from %p', (_, given, type, expected) => {
  expect(canonical(given, type)).toEqual(expected)
})

test.each<[unknown, DataType]>([
  [undefined, { kind: 'string' }],
  [1.5, { kind: 'int64' }],
  ['x', { kind: 'int64' }],
  ['1.001', DECIMAL],
  [Number.NaN, { kind: 'double' }],
  ['1970-01-01T00:00:00.0001Z', TIME],
  ['1970-01-01 00:00:01', { kind: 'date' }],
  [5, { kind: 'string' }],
  [[1, 'x'], { kind: 'list', element: { kind: 'int64' }, elementOptional: false }],
  [{ b: 1 }, { kind: 'record', fields: [{ name: 'a', wireName: 'a', type: { kind: 'int64' }, optional: false }] }],
])('%p is no %p', (given, type) => {
  expect(canonical(given, type)).toBeInstanceOf(Misfit)
})
