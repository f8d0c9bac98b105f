import type { EngineRow } from '../../conformance/case'
import { compareRows, differenceLines } from '../../conformance/compare'
import { match } from '../../conformance/compare/match'
import type { ExpectedRow } from '../../conformance/expected'
import type { DataType, Output } from '../../pipeline'

function outputOf(types: Readonly<Record<string, DataType>>): Output {
  const columns = Object.entries(types).map(([name, type]) => ({ name, wireName: name, type, optional: true }))
  return { name: 'out', steps: [], windowed: null, into: { kind: 'stream', name: 'out' }, columns }
}

const output = outputOf({ key: { kind: 'string' }, count: { kind: 'int64' }, mean: { kind: 'double' } })
const row = (key: string, count: bigint, mean: number): ExpectedRow => [
  { kind: 'plain', value: key },
  { kind: 'plain', value: count },
  { kind: 'double', value: mean, magnitude: mean },
]
const given = (key: string, count: unknown, mean: unknown): EngineRow => ({ key, count, mean })

test('the order of rows and the last bits of doubles do not matter', () => {
  const expected = [row('a', 1n, 0.3), row('b', 2n, 5), row('a', 1n, 1)]
  expect(compareRows(expected, [given('b', '2', 5), given('a', 1, 1), given('a', 1n, 0.1 + 0.2)], output)).toEqual([])
})

test('how often a row is there matters', () => {
  const twice = [row('a', 1n, 1), row('a', 1n, 1)]
  expect(compareRows(twice, [given('a', 1, 1)], output)).toMatchObject([{ actual: null }])
  expect(compareRows([row('a', 1n, 1)], [given('a', 1, 1), given('a', 1, 1)], output)).toMatchObject([{ expected: null }])
})

test('a row with some wrong columns stands beside the expected one', () => {
  const differences = compareRows([row('a', 1n, 1), row('b', 2n, 2)], [given('b', 3, 2), given('a', 1, 1)], output)
  expect(differences).toMatchObject([{ columns: [1] }])
  expect(differenceLines(differences[0], output)).toEqual([
    "changed row of 'out'",
    '  column  expected  actual',
    '  key     "b"       "b"',
    '≠ count   2         3',
    '  mean    2         2',
  ])
})

test('unknown columns, missing columns and values of another type are differences', () => {
  expect(compareRows([row('a', 1n, 1)], [{ ...given('a', 1, 1), more: 1 }], output)).toHaveLength(1)
  const [missing] = compareRows([row('a', 1n, 1)], [{ key: 'a', count: 1 }], output)
  expect(differenceLines(missing, output)).toContain('≠ mean    1         no such column')
  const [wrong] = compareRows([row('a', 1n, 1)], [given('a', 'x', 1)], output)
  expect(differenceLines(wrong, output)).toContain('≠ count   1         not of type int64: "x"')
})

test('tolerances do not take the partner of another row away', () => {
  const near = (one: number, other: number) => Math.abs(one - other) <= 1
  expect(match([1, 0], [1, 2], near)).toEqual({ missing: [], extra: [] })
  expect(match([0, 0, 1], [1, 0.5], near)).toMatchObject({ missing: [1], extra: [] })
})

test('lists, records and what topK gives are compared by value', () => {
  const fields = [
    { name: 'value', wireName: 'value', type: { kind: 'string' }, optional: false },
    { name: 'count', wireName: 'count', type: { kind: 'int64' }, optional: false },
  ] as const
  const lists = outputOf({
    plain: { kind: 'list', element: { kind: 'double' }, elementOptional: false },
    top: { kind: 'list', element: { kind: 'record', fields }, elementOptional: false },
    first: { kind: 'list', element: { kind: 'string' }, elementOptional: false },
  })
  const expected: ExpectedRow = [
    { kind: 'plain', value: [0.3] },
    { kind: 'frequent', counts: [{ value: 'x', count: 2 }], limit: 3, capacity: 100 },
    { kind: 'exact', value: '["a"]' },
  ]
  const right = { plain: [0.1 + 0.2], top: [{ count: '2', value: 'x' }], first: ['a'] }
  expect(compareRows([expected], [right], lists)).toEqual([])
  expect(compareRows([expected], [{ ...right, top: [{ value: 'x', count: 1 }] }], lists)).toHaveLength(1)
  expect(compareRows([expected], [{ ...right, first: ['b'] }], lists)).toHaveLength(1)
  expect(compareRows([expected], [{ ...right, plain: [0.31] }], lists)).toHaveLength(1)
})
