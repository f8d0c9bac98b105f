import {
  count,
  int64,
  optional,
  pipeline,
  record,
  reference,
  type Schema,
  source,
  stream,
  string,
  sum,
  table,
  timestamp,
  tumbling,
} from '../../pipeline'
import type { ConformanceCase } from '../case'
import { lines, type Members } from './lines'
import { MIDNIGHT_MS } from './times'

const LONG = `x${'abcdefghi_'.repeat(12)}1234567`
/** Names that SQL, Java, Python or an engine's own columns have a meaning for. */
const RESERVED = [
  'group',
  'order',
  'select',
  'from',
  'where',
  'table',
  'user',
  'value',
  'values',
  'timestamp',
  'date',
  'end',
  'start',
  'window',
  'row',
  'null',
  'true',
  'class',
  'count',
  'key',
  'rowtime',
  'proctime',
  'def',
  'lambda',
  'int',
  'System',
  '_',
  '_1',
  'A',
  'a_b',
]
/** Names on the wire that no identifier could have. */
const WIRE_NAMES = [
  'a b',
  '"',
  "'",
  '`',
  '.',
  'a.b',
  '$',
  '$.a',
  '[0]',
  'é',
  '日本',
  '\u{1f600}',
  '\\',
  'a\nb',
  '\t',
  '@timestamp',
  '-',
  '1',
  'a/b',
  '~',
  '%',
  '#',
  '?',
  '{',
  '}',
  ':',
  'x'.repeat(500),
]

const names = RESERVED.map((name, index) => [name, index] as const)

function recordsOf(members: readonly string[]): readonly string[] {
  return lines(
    [0, 1, 2].map(
      (row): Members => ({
        at: MIDNIGHT_MS + row * 4_000,
        ...Object.fromEntries(members.map((name, index) => [name, row === 2 ? null : row * 100 + index])),
      }),
    ),
  )
}

function fieldsOf(columns: readonly (readonly [name: string, wireName: string])[]): Schema {
  return { at: timestamp('epoch-ms'), ...Object.fromEntries(columns.map(([name, wireName]) => [name, optional(int64()).named(wireName)])) }
}

/** Every column passed on, and each as input of an aggregate in groups of ten: some engines limit the columns of a query. */
function passedOn(name: string, columns: readonly (readonly [name: string, wireName: string])[]): ConformanceCase {
  const events = source('events', { schema: fieldsOf(columns), eventTime: 'at', maxDelay: '1 minute' })
  const { definition } = pipeline('names', events).output(all => all.into(stream('rows')))
  return { name: `identifiers/${name}`, definition, partitions: [recordsOf(columns.map(([, wireName]) => wireName))], conditions: [] }
}

function aggregated(name: string, columns: readonly string[]): ConformanceCase {
  const events = source('select', { schema: fieldsOf(columns.map(column => [column, column])), eventTime: 'at', maxDelay: '1 minute' })
  const { definition } = pipeline('order', events).output(all =>
    all
      .where(event => event[columns[0]].isNull().not())
      .groupBy(columns[0])
      .window(tumbling('1 minute'))
      .aggregate(Object.fromEntries(columns.slice(1).map(column => [column, sum(column)])))
      .into(table('group')),
  )
  return { name: `identifiers/${name}`, definition, partitions: [recordsOf(columns)], conditions: [] }
}

/** Names that need quoting, in every place where a name stands. */
export function identifierCases(): readonly ConformanceCase[] {
  const inside = source('records', {
    schema: {
      at: timestamp('epoch-ms'),
      record: record({ group: optional(string()), order: int64().named('the "order"'), inner: record({ select: int64() }) }),
    },
    eventTime: 'at',
    maxDelay: '1 minute',
  })
  const members = pipeline('members', inside).output(all =>
    all
      .select('at', event => ({
        group: event.record.field('group'),
        order: event.record.field('order'),
        select: event.record.field('inner').field('select'),
      }))
      .into(stream('rows')),
  )
  const words = reference('order', {
    schema: { group: int64(), select: string() },
    rows: [
      { group: 0, select: 'zero' },
      { group: 100, select: "hun'dred" },
    ],
  })
  const looked = source('events', { schema: { at: timestamp('epoch-ms'), from: optional(int64()) }, eventTime: 'at', maxDelay: '1 minute' })
  const lookups = pipeline('lookups', looked).output(all =>
    all
      .lookup(words, { on: { group: 'from' }, take: ['select'] })
      .groupBy('select')
      .window(tumbling('1 minute'))
      .aggregate({ having: count() })
      .into(stream('join')),
  )
  const tables = pipeline('select-from', looked)
    .output(all => all.into(table('select')))
    .output(all => all.into(table('a-b')))
    .output(all => all.into(stream(`T${'o'.repeat(127)}`)))
  const fields = recordsOf(['from'])
  return [
    passedOn(
      'reserved',
      names.map(([name]) => [name, name]),
    ),
    aggregated('reserved-aggregates', ['group', 'order', 'select', 'from', 'where', 'end', 'window', 'value', 'timestamp', 'row']),
    aggregated('reserved-aggregates-more', RESERVED.slice(10)),
    passedOn('long', [
      [LONG, LONG],
      ['y'.repeat(128), 'short'],
    ]),
    aggregated('long-aggregates', [LONG, 'y'.repeat(128)]),
    passedOn(
      'wire-names',
      WIRE_NAMES.map((wireName, index) => [`field${index}`, wireName]),
    ),
    passedOn('turned', [
      ['a', 'b'],
      ['b', 'a'],
      ['c', 'C'],
      ['d', 'at2'],
    ]),
    {
      name: 'identifiers/records',
      definition: members.definition,
      partitions: [
        lines([
          { at: MIDNIGHT_MS, record: { group: 'g', 'the "order"': 1, inner: { select: 2 } } },
          { at: MIDNIGHT_MS, record: { 'the "order"': 3, inner: { select: 4 } } },
        ]),
      ],
      conditions: [],
    },
    { name: 'identifiers/lookups', definition: lookups.definition, partitions: [fields], conditions: [] },
    { name: 'identifiers/outputs', definition: tables.definition, partitions: [fields], conditions: [] },
  ]
}
