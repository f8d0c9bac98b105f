import type { Aggregate, DataType, Field, NamedAggregate, Output, RecordValue, Value } from '../../../pipeline'
import { createProgram, RowFailure, type WindowedOutputProgram } from '../../../runtime/program'
import type { RecordError } from '../../../runtime/records'
import { KeyCodec, type ValueColumn } from '../../../windowing'
import {
  batchOf,
  call,
  decimal,
  definitionOf,
  double,
  field,
  int64,
  listOf,
  literal,
  logical,
  NO_RECORDS,
  read,
  type TestRecord,
  text,
  timestamp,
  windowedOutput,
} from './support'

const TIME = field('time', timestamp)
const KEY = field('key', text, true)
const COUNT = field('count', int64)
const FLAG = field('flag', logical, true)
const TAGS = field('tags', listOf(text), true)
const PRICE = field('price', decimal(10, 2), true)
const FIELDS: readonly Field[] = [TIME, KEY, COUNT, FLAG, TAGS, PRICE]

const named = (name: string, aggregate: Aggregate, type: DataType = int64): NamedAggregate => ({ name, aggregate, type, nullable: true })
const byKey = [{ name: 'key', expression: read(KEY) }]
const sumOfCount = named('total', { aggregate: 'sum', input: read(COUNT) })

function event(key: string | null, count: Value, others: RecordValue = {}): RecordValue {
  return { time: 0, key, count, ...others }
}

interface Prepared {
  readonly program: WindowedOutputProgram
  readonly actions: readonly number[]
  readonly entries: readonly number[]
  readonly ordinals: readonly number[]
  /** Of entries that are added. */
  readonly keys: readonly string[]
  readonly columns: readonly (readonly Value[])[]
  readonly failures: readonly (readonly [number, RecordError])[]
}

function prepare(output: Output, records: readonly TestRecord[], capacity = 2): Prepared {
  const whole = createProgram(definitionOf(FIELDS, output), { capacity })
  const program = whole.outputs[0]
  if (program.kind !== 'windowed') throw new Error('an output with windows is expected')
  const decoded = FIELDS.filter(({ name }) => whole.fields.includes(name))
  const failures: [number, RecordError][] = []
  program.prepare(batchOf(records, decoded), NO_RECORDS, 0, 100, (entry, error) => failures.push([entry, error]))
  const { input } = program
  const entries = Array.from({ length: input.length }, (_, entry) => entry)
  const added = entries.filter(entry => (input.actions[entry] & 1) !== 0)
  return {
    program,
    actions: [...input.actions.subarray(0, input.length)],
    entries: [...program.entryOf.subarray(0, input.length)],
    ordinals: [...input.ordinals.subarray(0, input.length)],
    keys: added.map(entry => new TextDecoder().decode(input.keyBytes.subarray(input.keyStarts[entry], input.keyEnds[entry]))),
    columns: input.columns.map(column => added.map(entry => valueAt(column, entry))),
    failures,
  }
}

function valueAt(column: ValueColumn, entry: number): Value {
  if (column.kind === 'object') return column.values[entry] as Value
  return column.nulls[entry] !== 0 ? null : (column.wide.get(entry) ?? column.values[entry])
}

test('plain keys and numbers are the columns of the batch themselves', () => {
  const output = windowedOutput({ keys: byKey, aggregates: [named('events', { aggregate: 'count', input: null }), sumOfCount] })
  const whole = createProgram(definitionOf(FIELDS, output))
  expect(whole.fields).toEqual(['key', 'count'])
  const program = whole.outputs[0]
  const batch = batchOf([event('a', 1), event('b', 2)], [KEY, COUNT])
  if (program.kind !== 'windowed') throw new Error('an output with windows is expected')
  program.prepare(batch, NO_RECORDS, 0, 0, () => {})
  const [key, count] = batch.columns
  if (key.kind !== 'text') throw new Error('a text column is expected')
  expect(program.input.keyBytes).toBe(key.bytes)
  expect(program.input.keyStarts).toBe(key.starts)
  expect(program.input.columns[0]).toBe(count)
  expect(program.aggregates).toEqual([
    { aggregate: 'count', column: -1, input: 'integer' },
    { aggregate: 'sum', column: 0, input: 'integer' },
  ])
})

test('events, ticks and null keys advance; dead records do not', () => {
  const output = windowedOutput({ keys: byKey, aggregates: [sumOfCount] })
  const prepared = prepare(output, [event('a', 1), 'tick', 'dead', event(null, 2), event('b', 3)])
  expect(prepared.actions).toEqual([3, 2, 0, 2, 3])
  expect(prepared.entries).toEqual([0, 1, 2, 3, 4])
  expect(prepared.ordinals).toEqual([100, 101, 102, 103, 104])
  expect(prepared.keys).toEqual(['a', 'b'])
  expect(prepared.columns).toEqual([[1, 3]])
  expect(prepared.failures).toEqual([
    [3, { code: 'null-key', path: '/outputs/0/windowed/keys/0', message: expect.stringContaining('null') }],
  ])
})

test('what a step drops only advances, and what fails does too, with its place', () => {
  const quotient = call('integerDivide', int64, literal(12, int64), read(COUNT))
  const output = windowedOutput({ keys: byKey, aggregates: [sumOfCount] }, [
    { step: 'where', condition: call('notEqual', logical, read(KEY), literal('x', text)) },
    { step: 'where', condition: call('greater', logical, quotient, literal(1, int64)) },
  ])
  const prepared = prepare(output, [event('a', 2), event('x', 0), event('b', 0), event(null, 1), event('c', 12)])
  expect(prepared.actions).toEqual([3, 2, 2, 2, 2])
  expect(prepared.failures).toEqual([
    [2, { code: 'expression-error', path: '/outputs/0/steps/1/condition', message: expect.stringContaining('by zero') }],
  ])
})

test('the last entry of an exploded event advances; an event without elements only advances', () => {
  const tag = field('tag', text)
  const output = windowedOutput({ keys: [{ name: 'tag', expression: read(tag) }], aggregates: [sumOfCount] }, [
    { step: 'explode', list: read(TAGS), as: 'tag' },
    { step: 'where', condition: call('notEqual', logical, read(tag), literal('no', text)) },
  ])
  const records = [
    event('a', 1, { tags: ['p', 'no', 'q'] }),
    event('b', 2, { tags: [] }),
    'dead',
    'tick',
    event('c', 3),
    event('d', 4, { tags: ['r'] }),
  ] as const
  const prepared = prepare(output, records)
  expect(prepared.actions).toEqual([1, 3, 2, 2, 2, 3])
  expect(prepared.entries).toEqual([0, 0, 1, 3, 4, 5])
  expect(prepared.ordinals).toEqual([100, 100, 101, 103, 104, 105])
  expect(prepared.keys).toEqual(['p', 'q', 'r'])
  expect(prepared.columns).toEqual([[1, 1, 4]])
})

test('an exploded event of which one element fails adds nothing; one with a null key loses that element alone', () => {
  const tag = field('tag', text)
  const part = { ...call('splitPart', text, read(tag), literal('-', text), literal(2, int64)), nullable: true }
  const size = call('integerDivide', int64, literal(1, int64), call('length', int64, read(tag)))
  const output = windowedOutput(
    { keys: [{ name: 'part', expression: part }], aggregates: [named('size', { aggregate: 'sum', input: size })] },
    [{ step: 'explode', list: read(TAGS), as: 'tag' }],
  )
  const prepared = prepare(output, [
    event('a', 1, { tags: ['x-p', '-', ''] }),
    event('b', 1, { tags: ['x-q', 'none', 'x-r'] }),
    event('c', 1, { tags: ['-s', ''] }),
  ])
  expect(prepared.keys).toEqual(['p', '', 'q', 'r', 's'])
  expect(prepared.actions).toEqual([1, 3, 1, 3, 3])
  expect(prepared.failures.map(([entry, { code }]) => [entry, code])).toEqual([
    [0, 'null-key'],
    [1, 'null-key'],
    [2, 'null-key'],
  ])
  const failing = windowedOutput({ keys: byKey, aggregates: [named('size', { aggregate: 'sum', input: size })] }, [
    { step: 'explode', list: read(TAGS), as: 'tag' },
  ])
  const rolledBack = prepare(failing, [event('a', 1, { tags: ['x', ''] }), event('b', 1, { tags: ['y', 'yy'] })])
  expect(rolledBack.actions).toEqual([2, 1, 3])
  expect(rolledBack.keys).toEqual(['b', 'b'])
  expect(rolledBack.columns).toEqual([[1, 0]])
  expect(rolledBack.failures[0]).toEqual([
    0,
    { code: 'expression-error', path: '/outputs/0/windowed/aggregates/0/input', message: expect.any(String) },
  ])
})

test('lookup joins by value, also between decimals of other scales, and left keeps what has no match', () => {
  const reference = {
    name: 'prices',
    fields: [field('price', decimal(6, 1)), field('level', text)],
    rows: [
      [15, 'low'],
      [9007199254740993n, 'huge'],
    ],
  }
  for (const join of ['inner', 'left'] as const) {
    const level = field('level', text, join === 'left')
    const output = windowedOutput({ keys: byKey, aggregates: [named('level', { aggregate: 'max', input: read(level) }, text)] }, [
      { step: 'lookup', join, reference, on: [{ expression: read(PRICE), column: 'price' }], take: ['level'] },
    ])
    const prepared = prepare(output, [
      event('a', 1, { price: 150 }),
      event('b', 1, { price: 151 }),
      event('c', 1),
      event('d', 1, { price: 90071992547409930n }),
    ])
    expect(prepared.columns).toEqual([join === 'inner' ? ['low', 'huge'] : ['low', null, null, 'huge']])
    expect(prepared.keys).toEqual(join === 'inner' ? ['a', 'd'] : ['a', 'b', 'c', 'd'])
  }
})

test('keys of several columns are those of the codec, and come back in the row', () => {
  const keys = [
    { name: 'key', expression: read(KEY) },
    { name: 'count', expression: read(COUNT) },
    { name: 'upper', expression: call('upper', text, read(KEY)) },
  ]
  const output = windowedOutput({ keys, aggregates: [sumOfCount] })
  const wide = 2n ** 62n
  const { program } = prepare(output, [event('a\0é', -5), event('', wide)])
  const codec = new KeyCodec(['string', 'integer', 'string'])
  const { input } = program
  const keyOf = (entry: number): Uint8Array => input.keyBytes.slice(input.keyStarts[entry], input.keyEnds[entry])
  expect(keyOf(0)).toEqual(codec.encode(['a\0é', -5, 'A\0É']))
  expect(keyOf(1)).toEqual(codec.encode(['', wide, '']))
  const row = program.finishRow(0, 1000, keyOf(1), 0, keyOf(1).length, [7])
  expect({ ...row }).toEqual({ windowStart: 0, windowEnd: 1000, key: '', count: wide, upper: '', total: 7 })
})

test('rows have the types of their columns, and having decides', () => {
  const aggregates = [
    named('any', { aggregate: 'max', input: read(FLAG) }, logical),
    named('mean', { aggregate: 'avg', input: read(PRICE) }, double),
    named('middle', { aggregate: 'quantile', input: read(PRICE), fraction: 0.5, accuracy: 200 }, double),
    named('top', { aggregate: 'topK', input: read(FLAG), limit: 2, capacity: 8 }),
    named('present', { aggregate: 'count', input: read(KEY) }),
  ]
  const quotient = call('divide', double, literal(1, int64), read(field('present', int64)))
  const having = call('less', logical, quotient, literal(1, int64))
  const { program } = prepare(windowedOutput({ keys: byKey, aggregates, having }), [event('a', 1), event('b', 1)])
  expect(program.aggregates.map(specification => ('divisor' in specification ? specification.divisor : null))).toEqual([
    null,
    100,
    null,
    null,
    null,
  ])
  const finish = (present: number): RecordValue | null =>
    program.finishRow(0, 1000, Uint8Array.of(97), 0, 1, [1, 1.5, 150, [{ value: 0, count: 3 }], present])
  expect({ ...finish(2) }).toMatchObject({ key: 'a', any: true, mean: 1.5, middle: 1.5, present: 2 })
  const [most] = (finish(2)?.['top'] ?? []) as readonly RecordValue[]
  expect({ ...most }).toEqual({ value: false, count: 3 })
  expect(finish(1)).toBeNull()
  expect(() => finish(0)).toThrow(RowFailure)
})
