import {
  boolean,
  type Definition,
  type DoubleExpression,
  double,
  type Int64Expression,
  int64,
  max,
  type Nullness,
  native,
  optional,
  pipeline,
  type StringExpression,
  source,
  stream,
  string,
  sum,
  timestamp,
  tumbling,
} from '../../pipeline'
import type { Condition, ConformanceCase } from '../case'
import { lines } from './lines'
import { MIDNIGHT_MS } from './times'

// Text is its author's, so what these cases hold is the rest: places of inputs, parentheses, nulls, failures and where such an expression may stand.

const EVENTS = source('events', {
  schema: { id: int64(), at: timestamp('epoch-ms'), name: string(), alias: optional(string()), n: int64(), x: optional(double()) },
  eventTime: 'at',
  maxDelay: '1 minute',
})

/** One text for the SQL engines, and those of the others. */
function texts(sql: string, java: string, python: string): Readonly<Record<string, string>> {
  const all = ['bigquery', 'duckdb', 'flink-sql', 'risingwave', 'snowflake', 'spark'].map(engine => [engine, sql])
  return { ...Object.fromEntries(all), 'kafka-streams': java, 'beam-yaml': python }
}

/** A single call. */
const reversed = <N extends Nullness>(value: StringExpression<N>) =>
  native({
    name: 'reversed',
    type: string(),
    inputs: { value },
    text: texts('REVERSE({value})', 'new StringBuilder({value}).reverse().toString()', '{value}[::-1]'),
    evaluate: inputs => [...inputs.value].reverse().join(''),
  })

/** An operator, which needs its parentheses, over two inputs. */
const shifted = <N extends Nullness>(value: Int64Expression<N>, by: Int64Expression<Nullness>) =>
  native({
    name: 'shifted',
    type: int64(),
    inputs: { value, by },
    text: texts('{value} - {by}', '{value} - {by}', '{value} - {by}'),
    evaluate: inputs => Number(inputs.value) - Number(inputs.by),
  })

const isOdd = (n: Int64Expression<'required'>) =>
  native({
    name: 'is_odd',
    type: boolean(),
    inputs: { n },
    text: texts('MOD({n}, 2) <> 0', '{n} % 2 != 0', '{n} % 2 != 0'),
    evaluate: inputs => Number(inputs.n) % 2 !== 0,
  })

/** Null for what is negative: an error where the type isn't optional. */
const ROOT = texts('CASE WHEN {x} >= 0 THEN SQRT({x}) END', '{x} >= 0 ? (Double) Math.sqrt({x}) : null', '{x} ** 0.5 if {x} >= 0 else None')
const root = (x: DoubleExpression<Nullness>) =>
  native({ name: 'root', type: double(), inputs: { x }, text: ROOT, evaluate: inputs => rootOf(inputs.x) ?? Number.NaN })
const rootOrNull = (x: DoubleExpression<Nullness>) =>
  native({ name: 'root_or_null', type: optional(double()), inputs: { x }, text: ROOT, evaluate: inputs => rootOf(inputs.x) })
const rootOf = (x: number) => (x >= 0 ? Math.sqrt(x) : null)

const RECORDS = lines(
  Array.from({ length: 40 }, (_, id) => ({
    id,
    at: MIDNIGHT_MS + id * 7_000,
    name: ['abc', '', 'a"b', "it's", 'é日', '{value}'][id % 6],
    alias: id % 3 === 0 ? null : `n${id}`,
    n: id - 5,
    x: id % 4 === 0 ? null : [2.25, -1, 0, 16, -0.5][id % 5],
  })),
)

const rows = pipeline('native', EVENTS)

const DEFINITIONS: Readonly<Record<string, readonly [Definition, ...Condition[]]>> = {
  'call/rows': [rows.output(events => events.select(e => ({ id: e.id, back: reversed(e.name) })).into(stream('rows'))).definition],
  'operator/inside': [
    rows.output(events => events.select(e => ({ id: e.id, twice: shifted(shifted(e.n, e.id), e.n.plus(1)).times(2) })).into(stream('rows')))
      .definition,
  ],
  'nulls/rows': [
    rows.output(events => events.select(e => ({ id: e.id, back: reversed(e.alias), root: rootOrNull(e.x) })).into(stream('rows')))
      .definition,
  ],
  'failing/rows': [
    rows.output(events => events.select(e => ({ id: e.id, root: root(e.x) })).into(stream('rows'))).definition,
    'failing-expressions',
  ],
  'where/condition': [rows.output(events => events.where(e => isOdd(e.n).and(e.id.gt(3))).into(stream('rows'))).definition],
  'windows/key-input-having': [
    rows.output(events =>
      events
        .groupBy(e => ({ odd: isOdd(e.n) }))
        .window(tumbling('1 minute'))
        .aggregate({ total: sum(e => shifted(e.n, e.id)), last: max(e => reversed(e.name)) })
        .having(row => shifted(row.total, row.total).eq(0))
        .into(stream('rows')),
    ).definition,
  ],
}

export function nativeCases(): readonly ConformanceCase[] {
  return Object.entries(DEFINITIONS).map(([name, [definition, ...conditions]]) => ({
    name: `native/${name}`,
    definition,
    partitions: [RECORDS],
    conditions,
  }))
}
