import type { BadRecord } from '../../engines'
import {
  count,
  type Definition,
  type EventSource,
  enumeration,
  int64,
  optional,
  pipeline,
  type ShapeOf,
  source,
  stream,
  string,
  sum,
  timestamp,
  tumbling,
} from '../../pipeline'
import type { Condition, ConformanceCase } from '../case'
import type { CaseRecord } from '../records'
import { MIDNIGHT_MS } from './times'

const SCHEMA = {
  at: timestamp('epoch-ms'),
  key: optional(string()),
  n: int64(),
  color: optional(enumeration('red', 'blue')),
}
const MAX_RECORD_BYTES = 300
const EVENTS = source('events', { schema: SCHEMA, eventTime: 'at', maxDelay: '5 seconds', maxRecordBytes: MAX_RECORD_BYTES })

/** Events as they are, and windows of them: a bad record gives no row, and closes no window. */
function readAll(events: EventSource<ShapeOf<typeof SCHEMA>>): Definition {
  return pipeline('bad-input', events)
    .output(all => all.into(stream('rows')))
    .output(all =>
      all
        .groupBy('key')
        .window(tumbling('10 seconds'))
        .aggregate({ events: count(), total: sum('n') })
        .into(stream('totals')),
    ).definition
}

function quotients(events: EventSource<ShapeOf<typeof SCHEMA>>): Definition {
  return pipeline('failing-input', events)
    .output(all => all.select('at', event => ({ share: event.n.dividedBy(event.n) })).into(stream('shares')))
    .output(all =>
      all
        .derive(event => ({ share: event.n.dividedBy(event.n) }))
        .groupBy('key')
        .window(tumbling('10 seconds'))
        .aggregate({ events: count('share') })
        .into(stream('totals')),
    ).definition
}

const good = (index: number): string => `{"at":${MIDNIGHT_MS + index * 4_000},"key":"${index % 3 === 0 ? 'a' : 'b'}","n":${index + 1}}`

/** Further than any window of the good records: what moved the watermark would close them. */
const LATER_MS = MIDNIGHT_MS + 3_600_000
const record = (members: string): string => `{"at":${LATER_MS},${members}}`

/** So many arrays in one another. */
const nested = (arrays: number): string => '['.repeat(arrays) + ']'.repeat(arrays)

/** Kinds whose records are no events. */
const NO_EVENTS: Readonly<Partial<Record<BadRecord, readonly CaseRecord[]>>> = {
  malformed: ['not json', `{"at":${LATER_MS},"key":"a","n":1`, '[', `{"at":${LATER_MS},"key":"a,"n":1}`],
  'invalid-utf8': [Buffer.concat([Buffer.from(`{"at":${LATER_MS},"key":"`), Buffer.of(0xff), Buffer.from('","n":1}')])],
  // The record is an object itself.
  'too-deep': [record(`"key":"a","n":1,"more":${nested(64)}`), record(`"key":"a","n":1,"more":{"b":${nested(63)}}`)],
  'too-large': [record(`"key":"a","n":1,"padding":"${'x'.repeat(MAX_RECORD_BYTES)}"`)],
  'missing-field': [record('"key":"a"'), record('"key":"a","n":null')],
  'wrong-type': [record('"key":"a","n":"5"'), record('"key":"a","n":1.5'), record('"key":5,"n":1')],
  'out-of-range': [record('"key":"a","n":9223372036854775808'), record('"key":"a","n":1,"color":"green"')],
  'invalid-time': ['{"at":null,"key":"a","n":1}', '{"at":316516377600000,"key":"a","n":1}', '{"at":-62135596800001,"key":"a","n":1}'],
}

/** Halves of surrogate pairs: in a field, in a member that is none, and in a name. */
const LONE_SURROGATES: Readonly<Record<string, readonly CaseRecord[]>> = {
  'lone-surrogate': ['"\\ud800"', '"a\\uDC00b"', '"\\udc00\\ud800"', '"\\ud83d\\\\\\ude00"'].map(key => record(`"key":${key},"n":1`)),
  'lone-surrogate-unread': [record('"key":"a","n":1,"more":"\\ud83dx"'), record('"key":"a","n":1,"more":[{"b":"\\uDfff"}]')],
  'lone-surrogate-name': [record('"key":"a","n":1,"\\ud83d":2'), record('"key":"a","n":1,"more":{"\\udE00":2}')],
}

/** Pairs, and backslashes before letters that would make half of one, are text like any other. */
const WHOLE_TEXTS: readonly CaseRecord[] = ['\\ud83d\\uDE00', '\\\\ud83d', '\\\\\\\\ude00\\\\'].map(
  (key, index) => `{"at":${MIDNIGHT_MS + 25_000 + index},"key":"${key}","n":${index},"${key}":"${key}"}`,
)

/** Bad records between good ones. */
function between(bad: readonly CaseRecord[]): readonly CaseRecord[] {
  return Array.from({ length: Math.max(6, bad.length + 2) }, (_, index) => [good(index), ...bad.slice(index - 1, index)]).flat()
}

const stampedLog = (aheadMs: number): readonly CaseRecord[] =>
  Array.from({ length: 6 }, (_, index): readonly CaseRecord[] => {
    const arrivalMs = MIDNIGHT_MS + index * 4_000 + 10
    const ahead = { value: `{"at":${arrivalMs + aheadMs},"key":"a","n":1}`, arrivalMs }
    return [{ value: good(index), arrivalMs }, ...(index === 2 ? [ahead] : [])]
  }).flat()

function caseOf(
  proves: BadRecord,
  definition: Definition,
  records: readonly CaseRecord[],
  conditions: readonly Condition[],
  name: string = proves,
): ConformanceCase {
  return { name: `bad-input/${name}`, definition, partitions: [records], conditions, proves }
}

const FIVE_MINUTES_MS = 300_000
const MAX_INT64 = 9_223_372_036_854_775_807n

/** A case for each kind of bad record: what becomes of it must be what the engine declares. And times that are just not too far ahead. */
export function badInputCases(): readonly ConformanceCase[] {
  const definition = readAll(EVENTS)
  const unchecked = readAll(source('events', { schema: SCHEMA, eventTime: 'at', maxDelay: '5 seconds', maxAhead: 'unchecked' }))
  const nullKey = `{"at":${MIDNIGHT_MS + 9_000},"key":null,"n":1}`
  const zero = `{"at":${MIDNIGHT_MS + 9_000},"key":"a","n":0}`
  const greatest = `{"at":${MIDNIGHT_MS + 5_000},"key":"c","n":${MAX_INT64}}`
  return [
    ...Object.entries(NO_EVENTS).map(([kind, bad]) => caseOf(kind as BadRecord, definition, between(bad), ['bad-records'])),
    ...Object.entries(LONE_SURROGATES).map(([name, bad]) =>
      caseOf('lone-surrogate', definition, [...between(bad), ...WHOLE_TEXTS], ['bad-records'], name),
    ),
    caseOf('time-ahead', definition, stampedLog(FIVE_MINUTES_MS + 1), ['bad-records']),
    caseOf('null-key', definition, between([nullKey]), ['null-keys']),
    caseOf('expression-error', quotients(EVENTS), between([zero]), ['failing-expressions']),
    caseOf('aggregate-error', definition, between([greatest, greatest]), ['overflow']),
    { name: 'arrival/just-not-ahead', definition, partitions: [stampedLog(FIVE_MINUTES_MS)], conditions: ['late'] },
    { name: 'arrival/unchecked', definition: unchecked, partitions: [stampedLog(FIVE_MINUTES_MS * 100)], conditions: ['late'] },
  ]
}
