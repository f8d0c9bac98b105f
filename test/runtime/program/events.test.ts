import type { Field, Output, RecordValue } from '../../../pipeline'
import { createProgram } from '../../../runtime/program'
import type { RecordError } from '../../../runtime/records'
import { batchOf, call, definitionOf, field, int64, listOf, literal, NO_RECORDS, read, type TestRecord, text, timestamp } from './support'

const TIME = field('time', timestamp)
const NAME = field('name', text, true)
const COUNT = field('count', int64)
const TAGS = field('tags', listOf(text), true)
const FIELDS: readonly Field[] = [TIME, NAME, COUNT, TAGS]

function outputOf(steps: Output['steps'], columns: readonly Field[]): Output {
  return { name: 'out', steps, windowed: null, into: { kind: 'stream', name: 'out' }, columns }
}

function run(output: Output, records: readonly TestRecord[]) {
  const program = createProgram(definitionOf(FIELDS, output))
  const [events] = program.outputs
  if (events.kind !== 'events') throw new Error('an output of events is expected')
  const rows: (readonly [number, RecordValue])[] = []
  const failures: (readonly [number, RecordError])[] = []
  const batch = batchOf(
    records,
    FIELDS.filter(({ name }) => program.fields.includes(name)),
  )
  events.run(
    batch,
    NO_RECORDS,
    0,
    10,
    (cause, row) => rows.push([cause, row]),
    (entry, error) => failures.push([entry, error]),
  )
  return { fields: program.fields, rows, failures }
}

test('an archive has every field of every decoded event, with its ordinal as the cause', () => {
  const record = { time: 5, name: 'é😀', count: 2n ** 60n, tags: ['x'] }
  const { fields, rows } = run(outputOf([], FIELDS), [record, 'tick', 'dead', { time: 6, name: null, count: 1, tags: null }])
  expect(fields).toEqual(['time', 'name', 'count', 'tags'])
  expect(rows.map(([cause, row]) => [cause, { ...row }])).toEqual([
    [10, record],
    [13, { time: 6, name: null, count: 1, tags: null }],
  ])
  for (const name of ['constructor', 'toString', '__proto__']) expect(name in rows[0][1]).toBe(false)
})

test('a projection gives just its fields; what fails is evaluated even if nothing needs it', () => {
  const quotient = call('integerDivide', int64, literal(6, int64), read(COUNT))
  const steps: Output['steps'] = [
    {
      step: 'project',
      fields: [
        { name: '__proto__', expression: read(NAME) },
        { name: 'quotient', expression: quotient },
      ],
    },
    { step: 'project', fields: [{ name: '__proto__', expression: read(field('__proto__', text, true)) }] },
  ]
  const { fields, rows, failures } = run(outputOf(steps, [field('__proto__', text, true)]), [
    { name: 'a', count: 2 },
    { name: 'b', count: 0 },
  ])
  expect(fields).toEqual(['name', 'count'])
  expect(rows.map(([cause, row]) => [cause, Object.entries(row)])).toEqual([[10, [['__proto__', 'a']]]])
  expect(failures).toEqual([[1, { code: 'expression-error', path: '/outputs/0/steps/0/fields/1', message: expect.any(String) }]])
})

test('an exploded event gives a row for each element, or none if one fails', () => {
  const tag = field('tag', text)
  const size = call('integerDivide', int64, read(COUNT), call('length', int64, read(tag)))
  const steps: Output['steps'] = [
    { step: 'explode', list: read(TAGS), as: 'tag' },
    {
      step: 'project',
      fields: [
        { name: 'tag', expression: read(tag) },
        { name: 'size', expression: size },
      ],
    },
  ]
  const { rows, failures } = run(outputOf(steps, [tag, field('size', int64)]), [
    { count: 6, tags: ['a', 'bb'] },
    { count: 6, tags: ['ccc', ''] },
    { count: 6, tags: null },
    { count: 6, tags: ['dd'] },
  ])
  expect(rows.map(([cause, row]) => [cause, { ...row }])).toEqual([
    [10, { tag: 'a', size: 6 }],
    [10, { tag: 'bb', size: 3 }],
    [13, { tag: 'dd', size: 3 }],
  ])
  expect(failures.map(([entry]) => entry)).toEqual([1])
})

test('an exception of the receiver is not taken for a failure of the event', () => {
  const program = createProgram(definitionOf(FIELDS, outputOf([], [COUNT])))
  const [events] = program.outputs
  const fail = (): never => {
    throw new Error('sink is full')
  }
  if (events.kind === 'events')
    expect(() => events.run(batchOf([{ count: 1 }], [COUNT]), NO_RECORDS, 0, 0, fail, fail)).toThrow('sink is full')
})
