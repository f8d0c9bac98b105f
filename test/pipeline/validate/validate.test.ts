import type { Definition, Field, Issue, Output, Source, TablePartition } from '../../../pipeline'
import { hopping, session, tumbling, validate } from '../../../pipeline'
import { subredditActivity } from '../../types/builder'

const valid = subredditActivity.definition
const [raw, , windowed] = valid.outputs

const codes = (issues: readonly Issue[]) => issues.map(issue => `${issue.code} ${issue.path}`)
const withSource = (change: Partial<Source>): Definition => ({ ...valid, outputs: [raw], source: { ...valid.source, ...change } })
const withOutput = (change: Partial<Output>): Definition => ({ ...valid, outputs: [{ ...windowed, ...change }] })
const withWindow = (window: ReturnType<typeof tumbling>): Definition => {
  if (windowed.windowed === null) throw new Error('no window')
  return withOutput({ windowed: { ...windowed.windowed, window } })
}

test('a valid definition has no issues', () => {
  expect(validate(valid)).toEqual([])
})

describe('windows', () => {
  test.each([
    tumbling('1 minute'),
    tumbling('90 minutes'),
    tumbling('7 days', { offset: '3 days' }),
    hopping('25 minutes', { every: '5 minutes' }),
    session('2 ms'),
    session('7 minutes'),
  ])('%j is portable', window => {
    expect(validate(withWindow(window))).toEqual([])
  })

  test.each([
    [tumbling('7 minutes'), 'not-portable', 'the nearest ones are 400 seconds and 432 seconds'],
    [tumbling('25 hours'), 'not-portable', 'the nearest ones are 1 day and 2 days'],
    [tumbling(0), 'out-of-range', undefined],
    [tumbling('1 minute', { offset: '1 minute' }), 'out-of-range', undefined],
    [hopping('10 minutes', { every: '4 minutes' }), 'not-portable', 'take a size of 12 minutes'],
    [hopping('14 minutes', { every: '7 minutes' }), 'not-portable', undefined],
    [hopping('1 day', { every: '1 ms' }), 'out-of-range', undefined],
    [session(1), 'out-of-range', undefined],
  ])('%j is refused', (window, code, hint) => {
    const issues = validate(withWindow(window))
    expect(issues.map(issue => issue.code)).toEqual([code])
    if (hint !== undefined) expect(issues[0].hint).toBe(hint)
  })
})

describe('sources', () => {
  const field = (name: string, type: Field['type'], optional = false): Field => ({ name, wireName: name, type, optional })
  const at = field('createdAt', { kind: 'timestamp', wire: 'iso8601' })

  test.each<[string, Partial<Source>, string[]]>([
    ['event time that is no field', { eventTime: 'x' }, ['unknown-field source.eventTime']],
    ['event time that is no time', { eventTime: 'score' }, ['wrong-type source.eventTime']],
    ['event time that is optional', { eventTime: 'editedAt' }, ['wrong-type source.eventTime']],
    ['partition key that is a list', { partitionKey: 'tags' }, ['not-allowed-as-key source.partitionKey']],
    ['negative delay', { maxDelayMs: -1 }, ['out-of-range source.maxDelayMs']],
    ['fraction of a millisecond', { maxAheadMs: 0.5 }, ['out-of-range source.maxAheadMs']],
    ['no idle time', { idleTimeoutMs: 0 }, ['out-of-range source.idleTimeoutMs']],
    ['huge records', { maxRecordBytes: 2 ** 40 }, ['out-of-range source.maxRecordBytes']],
    ['name with a slash', { name: '../x' }, ['bad-name source.name']],
  ])('%s', (_what, change, expected) => {
    expect(codes(validate(withSource(change)))).toEqual(expected)
  })

  test.each<[string, Field, string]>([
    ['decimals', field('x', { kind: 'decimal', precision: 39, scale: 0 }), 'out-of-range source.fields[1].type'],
    ['scales', field('x', { kind: 'decimal', precision: 3, scale: 4 }), 'out-of-range source.fields[1].type'],
    ['values of enumerations', field('x', { kind: 'enum', values: ['a', 'a'] }), 'duplicate-name source.fields[1].type.values[1]'],
    ['empty records', field('x', { kind: 'record', fields: [] }), 'empty source.fields[1].type.fields'],
    ['names', field('a b', { kind: 'string' }), 'bad-name source.fields[1].name'],
    ['prototypes', field('__proto__', { kind: 'string' }), 'bad-name source.fields[1].name'],
    ['doubled names', { ...at, wireName: 'other' }, 'duplicate-name source.fields[1].name'],
    ['doubled wire names', { ...at, name: 'other' }, 'duplicate-name source.fields[1].wireName'],
  ])('wrong %s in fields', (_what, wrong, expected) => {
    const source: Source = { ...valid.source, fields: [at, wrong], partitionKey: null }
    const issues = validate({ ...valid, source, outputs: [{ ...raw, columns: [] }] })
    expect(codes(issues).filter(code => !code.startsWith('stale-type'))).toContain(expected)
  })

  test('CSV has no lists and records', () => {
    expect(codes(validate(withSource({ format: 'csv' })))).toEqual([
      'not-in-format source.fields[6].type',
      'not-in-format source.fields[7].type',
    ])
  })
})

describe('outputs', () => {
  test('have different names, also in case', () => {
    const output = { ...raw, name: 'POSTS_RAW', into: { ...raw.into, name: 'POSTS_RAW' } }
    expect(codes(validate({ ...valid, outputs: [raw, output] }))).toEqual(['duplicate-name outputs[1].name'])
    expect(codes(validate({ ...valid, outputs: [] }))).toEqual(['empty outputs'])
  })

  test.each<[string, TablePartition, string]>([
    ['unknown column', { column: 'x', unit: 'value' }, 'unknown-field'],
    ['day of a number', { column: 'posts', unit: 'day' }, 'wrong-type'],
    ['a list', { column: 'top', unit: 'value' }, 'wrong-type'],
    ['a double', { column: 'meanScore', unit: 'value' }, 'wrong-type'],
  ])('are not partitioned by %s', (_what, partition, code) => {
    expect(codes(validate(withOutput({ into: { kind: 'table', name: windowed.name, partitionBy: [partition] } })))).toEqual([
      `${code} outputs[0].into.partitionBy[0]`,
    ])
  })

  test('keep names that windows need, and need aggregates', () => {
    if (windowed.windowed === null) throw new Error('no window')
    const [key, ...keys] = windowed.windowed.keys
    const renamed = { ...windowed.windowed, keys: [{ ...key, name: 'windowStart' }, ...keys], aggregates: [], having: null }
    expect(codes(validate(withOutput({ windowed: renamed })))).toEqual([
      'reserved-name outputs[0].windowed.keys[0].name',
      'empty outputs[0].windowed.aggregates',
    ])
  })

  test('look up by unique keys', () => {
    const steps = windowed.steps.map(step =>
      step.step === 'lookup' ? { ...step, reference: { ...step.reference, rows: [...step.reference.rows, ['aww', 'cats', null]] } } : step,
    )
    const issues = validate(withOutput({ steps }))
    expect(issues).toEqual([
      {
        code: 'not-unique',
        path: 'outputs[0].steps[3].reference.rows[1]',
        message: 'rows 0 and 1 have the same subreddit',
        got: '["aww"]',
        hint: 'keep one of them',
      },
    ])
  })

  test('have the types that follow from their parts', () => {
    const columns = windowed.columns.map(column => (column.name === 'posts' ? { ...column, optional: true } : column))
    expect(codes(validate(withOutput({ columns })))).toEqual(['stale-type outputs[0].columns'])
    const steps = windowed.steps.map(step => (step.step === 'where' ? { ...step, condition: { ...step.condition, nullable: true } } : step))
    expect(codes(validate(withOutput({ steps })))).toEqual(['stale-type outputs[0].steps[0].condition'])
  })
})

test('settings of aggregates', () => {
  if (windowed.windowed === null) throw new Error('no window')
  const aggregates = windowed.windowed.aggregates.map(named => {
    const { aggregate } = named
    if (aggregate.aggregate === 'quantile') return { ...named, aggregate: { ...aggregate, fraction: 1.5, accuracy: 1 } }
    return aggregate.aggregate === 'topK' ? { ...named, aggregate: { ...aggregate, limit: 0, capacity: 0 } } : named
  })
  const place = 'out-of-range outputs[0].windowed.aggregates'
  expect(codes(validate(withOutput({ windowed: { ...windowed.windowed, aggregates } })))).toEqual([
    `${place}[3].aggregate.accuracy`,
    `${place}[3].aggregate.fraction`,
    `${place}[4].aggregate.limit`,
    `${place}[4].aggregate.capacity`,
  ])
})
