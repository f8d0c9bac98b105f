import { checkEngine, compile, findEngine } from '../../engines'
import {
  count,
  type Definition,
  hopping,
  int64,
  max,
  optional,
  pipeline,
  session,
  source,
  stream,
  string,
  sum,
  timestamp,
  tumbling,
} from '../../pipeline'

const engine = findEngine('kql')
const readings = source('readings', {
  schema: { at: timestamp('epoch-ms'), deviceId: string(), value: optional(int64()) },
  eventTime: 'at',
  maxDelay: '5 seconds',
})

/** The query behind its first statement. */
function queryOf(definition: Definition): string {
  const [query] = compile(engine, definition).files
  return query.text.slice(query.text.indexOf('let watermark'))
}

test('a tumbling window is a bin', () => {
  const { definition } = pipeline('minutes', readings).output(events =>
    events
      .where(reading => reading.value.gte(0))
      .groupBy('deviceId')
      .window(tumbling('1 minute', { offset: '10 seconds' }))
      .aggregate({ readings: count(), total: sum('value') })
      .having(row => row.readings.gt(1))
      .into(stream('minutes')),
  )
  expect(queryOf(definition)).toMatchInlineSnapshot(`
"let watermark = toscalar(events | summarize max(event_time_ms)) - 5000;
events
| where ['value'] >= long(0)
| extend windowStart = bin(event_time_ms - 10000, 60000) + 10000
| summarize ['readings'] = count(), ['total'] = iff(countif(isnotnull(['value'])) == 0, decimal(null), sum(todecimal(['value']))) by windowStart, deviceId
| extend windowEnd = windowStart + 60000
| where isnull(['total']) or isnotnull(as_int64(['total']))
| extend ['total'] = as_int64(['total'])
| where windowEnd <= watermark or \${end_of_input}
| where ['readings'] > long(1)
| project windowStart, windowEnd, deviceId, ['readings'], ['total']
"
`)
})

test('a hopping window is a row for each window of an event', () => {
  const { definition } = pipeline('hops', readings).output(events =>
    events
      .groupBy('deviceId')
      .window(hopping('1 hour', { every: '10 minutes' }))
      .aggregate({ readings: count() })
      .into(stream('hops')),
  )
  expect(queryOf(definition)).toMatchInlineSnapshot(`
"let watermark = toscalar(events | summarize max(event_time_ms)) - 5000;
events
| mv-expand windowStart = range(bin(event_time_ms, 600000) - 3000000, bin(event_time_ms, 600000), 600000) to typeof(long)
| summarize ['readings'] = count() by windowStart, deviceId
| extend windowEnd = windowStart + 3600000
| where windowEnd <= watermark or \${end_of_input}
| project windowStart, windowEnd, deviceId, ['readings']
"
`)
})

test('a session is row_window_session over sorted rows', () => {
  const { definition } = pipeline('visits', readings).output(events =>
    events.groupBy('deviceId').window(session('30 seconds')).aggregate({ readings: count() }).into(stream('visits')),
  )
  expect(queryOf(definition)).toMatchInlineSnapshot(`
"let watermark = toscalar(events | summarize max(event_time_ms)) - 5000;
events
| sort by deviceId asc, event_time_ms asc
| extend session_start = row_window_session(datetime(1970-01-01) + event_time_ms * 1ms, 36500d, 30000 * 1ms, deviceId != prev(deviceId))
| summarize windowStart = min(event_time_ms), windowEnd = max(event_time_ms) + 30000, ['readings'] = count() by deviceId, session_start
| where windowEnd <= watermark or \${end_of_input}
| project windowStart, windowEnd, deviceId, ['readings']
"
`)
})

test('names and texts are quoted', () => {
  const strange = source('strange', {
    schema: { at: timestamp('epoch-ms'), where: string(), odd: string().named("it's") },
    eventTime: 'at',
    maxDelay: '1 second',
  })
  const { definition } = pipeline('strange', strange).output(events =>
    events.where(event => event.where.eq("'\\\n$" + '{x}')).into(stream('out')),
  )
  const [{ text }] = compile(engine, definition).files
  expect(text).toContain("| where ['where'] == '\\'\\\\\\u000a$$" + "{x}'")
})

test('optional texts are refused: a string is never null there', () => {
  const optionals = source('optionals', {
    schema: { at: timestamp('epoch-ms'), name: optional(string()) },
    eventTime: 'at',
    maxDelay: '1 second',
  })
  const { definition } = pipeline('optionals', optionals).output(events => events.into(stream('out')))
  expect(checkEngine(engine, definition).map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
    'source.fields[1]: a string is never null there: null becomes the empty text',
    'outputs[0].columns[1]: a string is never null there: null becomes the empty text',
  ])
})

test('what is used more than once is a column before, and a key may have the name of a field that an aggregate reads', () => {
  const { definition } = pipeline('ratios', readings).output(events =>
    events
      .where(({ value, at }) => value.times(value).dividedBy(value.minus(1)).lt(10).and(at.isNotNull()))
      .groupBy(({ value }) => ({ value: value.dividedBy(value.minus(1)).floor().cast(int64()) }))
      .window(tumbling('1 minute'))
      .aggregate({ most: max('value') })
      .having(({ most, value }) => most.dividedBy(value).dividedBy(value).lt(2))
      .into(stream('ratios')),
  )
  expect(queryOf(definition)).toMatchInlineSnapshot(`
"let watermark = toscalar(events | summarize max(event_time_ms)) - 5000;
events
// Expressions that are used more than once; null where they fail
| extend condition_divide = iff(isfinite(todouble(as_int64(todecimal(['value']) * todecimal(['value']))) / todouble(as_int64(todecimal(['value']) - todecimal(long(1))))), todouble(as_int64(todecimal(['value']) * todecimal(['value']))) / todouble(as_int64(todecimal(['value']) - todecimal(long(1)))), real(null))
| extend condition_less = (condition_divide < real(10))
| where isnotnull(as_int64(todecimal(['value']) * todecimal(['value']))) or isnull(['value'])
| where isnotnull(as_int64(todecimal(['value']) - todecimal(long(1)))) or isnull(['value'])
| where isnotnull(condition_divide) or isnull(as_int64(todecimal(['value']) * todecimal(['value']))) or isnull(as_int64(todecimal(['value']) - todecimal(long(1))))
| where case(condition_less == false or not(isnull(['at'])) == false, false, isnull(condition_less), bool(null), true)
| project-away condition_divide, condition_less
// Expressions that are used more than once; null where they fail
| extend value_divide = iff(isfinite(todouble(['value']) / todouble(as_int64(todecimal(['value']) - todecimal(long(1))))), todouble(['value']) / todouble(as_int64(todecimal(['value']) - todecimal(long(1)))), real(null))
| extend value_floor = bin(value_divide, real(1))
| extend value_2 = iff(abs(value_floor) < 9.2e18, tolong(value_floor), long(null))
| where isnotnull(as_int64(todecimal(['value']) - todecimal(long(1)))) or isnull(['value'])
| where isnotnull(value_divide) or isnull(['value']) or isnull(as_int64(todecimal(['value']) - todecimal(long(1))))
| where isnotnull(value_2) or isnull(value_floor)
| where isnotnull(value_2)
| project ['value'] = value_2, ['most'] = ['value'], event_time_ms
| extend windowStart = bin(event_time_ms, 60000)
| summarize ['most'] = max(['most']) by windowStart, ['value']
| extend windowEnd = windowStart + 60000
| where windowEnd <= watermark or \${end_of_input}
// Expressions that are used more than once; null where they fail
| extend condition_divide = iff(isfinite(todouble(['most']) / todouble(['value'])), todouble(['most']) / todouble(['value']), real(null))
| extend condition_divide_2 = iff(isfinite(todouble(condition_divide) / todouble(['value'])), todouble(condition_divide) / todouble(['value']), real(null))
| where isnotnull(condition_divide) or isnull(['most'])
| where isnotnull(condition_divide_2) or isnull(condition_divide)
| where condition_divide_2 < real(2)
| project-away condition_divide, condition_divide_2
| project windowStart, windowEnd, ['value'], ['most']
"
`)
})
