import { checkEngine, compile, findEngine } from '../../engines'
import {
  count,
  decimal,
  first,
  hopping,
  int64,
  list,
  optional,
  pipeline,
  session,
  source,
  stream,
  string,
  sum,
  table,
  timestamp,
  tumbling,
} from '../../pipeline'

const readings = source('readings', {
  schema: {
    at: timestamp('epoch-ms'),
    device: optional(string()),
    value: optional(int64()),
    class: string().named('the "class"'),
    tags: list(optional(string())),
  },
  eventTime: 'at',
  maxDelay: '5 seconds',
})

function file(definition: Parameters<typeof compile>[1], path: string, variant = 'files'): string {
  const found = compile(findEngine('beam-yaml'), definition, { variant }).files.find(candidate => candidate.path === path)
  return found?.text ?? ''
}

/** The transforms of the only output up to its sink. */
function transforms(definition: Parameters<typeof compile>[1], variant?: string): string {
  const text = file(definition, 'pipeline.yaml', variant)
  return text.slice(text.indexOf('    # Output'), text.indexOf('    - type: ExtractWindowingInfo\n      name: rows with bounds'))
}

/** What functions.py has beside its helpers. */
function functions(definition: Parameters<typeof compile>[1], variant?: string): string {
  const text = file(definition, 'functions.py', variant)
  return text.slice(text.indexOf('SOURCE = ('))
}

const tumblingDefinition = pipeline('minutes', readings).output(events =>
  events
    .where(reading => reading.value.gte(0))
    .groupBy('device')
    .window(tumbling('1 minute', { offset: '10 seconds' }))
    .aggregate({ readings: count(), total: sum('value') })
    .having(row => row.readings.gt(1))
    .into(table('rows')),
).definition

test('a tumbling window over files, with late events told apart by the stamped watermark', () => {
  expect(transforms(tumblingDefinition)).toMatchInlineSnapshot(`
"    # Output rows
    - type: Filter
      name: rows where
      input: readings.events
      config:
        language: python
        keep: {path: "\${functions}", name: rows_where}
    # Keys and inputs of the aggregates
    - type: MapToFields
      name: rows keyed
      input: rows where
      config:
        language: python
        fields:
          device: {path: "\${functions}", name: rows_device}
          total: value
          event_time_ms: event_time_ms
          watermark_ms: watermark_ms
        error_handling: {output: errors}
    - type: Partition
      name: rows by lateness
      input: rows keyed
      config:
        language: python
        by: {path: "\${functions}", name: rows_late}
        outputs: [in_time, late]
    - type: AssignTimestamps
      name: rows at event time
      input: rows by lateness.in_time
      config:
        language: python
        timestamp: {path: "\${functions}", name: event_time}
    - type: WindowInto
      name: rows in windows
      input: rows at event time
      config:
        windowing: {type: fixed, size: "60s", offset: "10s"}
    - type: Combine
      name: rows combined
      input: rows in windows
      config:
        language: python
        group_by: [device]
        combine:
          readings: {value: event_time_ms, fn: count}
          total:
            value: total
            fn:
              type: &aggregate "beam.utils.python_callable.PythonCallableWithSource.load_from_script(beam.io.filesystems.FileSystems.open(\\"\${functions}\\").read().decode(), \\"aggregate\\")"
              config: {name: Sum}
"
`)
  expect(functions(tumblingDefinition)).toMatchInlineSnapshot(`
"SOURCE = (
    required("at", epoch_json(0)),
    optional("device", string_json),
    optional("value", int64_json),
    required("class", string_json, "the \\x22class\\x22"),
    required("tags", list_json(string_json, nulls=True)),
)


def records_of(stream):
    return line_records(stream, json_members)


EVENT_TIME = "at"
MAX_RECORD_BYTES = 1048576
MAX_DELAY_MS = 5000
EVENT_COLUMNS = ("at", "device", "value", "f_class", "tags", "event_time_ms", "watermark_ms", "log_partition", "log_offset")


def event_time(row) -> Timestamp:
    return Timestamp(micros=row.event_time_ms * 1000)


def start_of_window(row) -> int:
    return row.window_start.micros // 1000


def end_of_window(row) -> int:
    return row.window_end.micros // 1000


def rows_where(row):
    return greater_or_equal(row.value, 0)


@untyped
def rows_device(row):
    return key(row.device)


def rows_late(row):
    return "late" if row.watermark_ms is not None and newest_window_end(row.event_time_ms, 60000, 60000, 10000) <= row.watermark_ms else "in_time"


@untyped
def rows_total_checked(row):
    return sum_int64(row.total)


def rows_having(row):
    return row.readings > 1


def rows_line(row) -> str:
    return line(windowStart=row.windowStart, windowEnd=row.windowEnd, device=row.device, readings=row.readings, total=row.total)


def rows_late_event(row) -> str:
    return late_event("rows", row)


def rows_dead_letter(row) -> str:
    return dead_letter("rows", row)
"
`)
})

test('on Dataflow times are moved by the delay, because the watermark follows publication', () => {
  const text = file(tumblingDefinition, 'pipeline.yaml', 'dataflow')
  expect(text).toContain('windowing: {type: fixed, size: "60s", offset: "15s"}')
  expect(text).toContain('type: WriteToBigQuery')
  expect(functions(tumblingDefinition, 'dataflow')).toContain('return Timestamp(micros=(row.event_time_ms + 5000) * 1000)')
  expect(functions(tumblingDefinition, 'dataflow')).toContain('return row.window_start.micros // 1000 - 5000')
  expect(file(tumblingDefinition, 'tables.sql', 'dataflow')).toMatchInlineSnapshot(`
"CREATE TABLE IF NOT EXISTS \`\${dataset}.rows\` (
  \`windowStart\` TIMESTAMP NOT NULL,
  \`windowEnd\` TIMESTAMP NOT NULL,
  \`device\` STRING NOT NULL,
  \`readings\` INT64 NOT NULL,
  \`total\` INT64
);
"
`)
})

test('a late event counts in the hopping windows that are open', () => {
  const { definition } = pipeline('hops', readings).output(events =>
    events
      .groupBy('class')
      .window(hopping('1 minute', { every: '10 seconds' }))
      .aggregate({ first: first('value') })
      .into(stream('rows')),
  )
  expect(transforms(definition)).toMatchInlineSnapshot(`
"    # Output rows: Keys and inputs of the aggregates
    - type: MapToFields
      name: rows keyed
      input: readings.events
      config:
        language: python
        fields:
          f_class: f_class
          first: {path: "\${functions}", name: rows_first}
          event_time_ms: event_time_ms
          watermark_ms: watermark_ms
    - type: Partition
      name: rows by lateness
      input: rows keyed
      config:
        language: python
        by: {path: "\${functions}", name: rows_late}
        outputs: [in_time, late]
    - type: AssignTimestamps
      name: rows at event time
      input: rows by lateness.in_time
      config:
        language: python
        timestamp: {path: "\${functions}", name: event_time}
    - type: WindowInto
      name: rows in windows
      input: rows at event time
      config:
        windowing: {type: sliding, size: "60s", period: "10s"}
    - type: ExtractWindowingInfo
      name: rows with window end
      input: rows in windows
      config:
        fields:
          window_end: window_end
    # A late event still counts in those of its windows that are open
    - type: Filter
      name: rows open
      input: rows with window end
      config:
        language: python
        keep: {path: "\${functions}", name: rows_open}
    - type: Combine
      name: rows combined
      input: rows open
      config:
        language: python
        group_by: [f_class]
        combine:
          first:
            value: first
            fn:
              type: &aggregate "beam.utils.python_callable.PythonCallableWithSource.load_from_script(beam.io.filesystems.FileSystems.open(\\"\${functions}\\").read().decode(), \\"aggregate\\")"
              config: {name: First}
"
`)
})

test('sessions keep their gap, and milliseconds that seconds can not say exactly get half a microsecond', () => {
  const definition = (gap: string) =>
    pipeline('visits', readings).output(events =>
      events.groupBy('class').window(session(gap)).aggregate({ readings: count() }).into(stream('rows')),
    ).definition
  expect(file(definition('30 seconds'), 'pipeline.yaml')).toContain('windowing: {type: sessions, gap: "30s"}')
  expect(Math.trunc(1.001 * 1_000_000)).toBe(1_000_999)
  expect(file(definition('1001 ms'), 'pipeline.yaml')).toContain('windowing: {type: sessions, gap: "1.0010005s"}')
})

test('names and literals can not end their quotes', () => {
  const { definition } = pipeline('names', readings).output(events =>
    events
      .where(reading => reading.class.eq(`"'\\\n\u2028$\{x}`))
      .select('class', 'value')
      .into(stream('rows')),
  )
  const text = functions(definition)
  expect(text).toContain(String.raw`row.f_class == "\x22\x27\\\x0a\u2028\x24{x}"`)
  expect(text).toContain(String.raw`required("class", string_json, "the \x22class\x22")`)
  expect(text).toContain('json_line({"class": row.f_class, "value": row.value})')
})

test('numbers of several types are compared and joined by exact values', () => {
  const prices = source('prices', {
    schema: { at: timestamp('epoch-ms'), price: decimal(10, 2), amount: int64() },
    eventTime: 'at',
    maxDelay: '5 seconds',
  })
  const { definition } = pipeline('names', prices).output(events =>
    events
      .where(({ price, amount }) => price.gt(amount))
      .derive(({ price, amount }) => ({ total: price.times(amount) }))
      .into(stream('rows')),
  )
  expect(functions(definition)).toContain('return row.price > scaled(row.amount, 2)')
  expect(functions(definition)).toContain('return multiply_decimal(row.price, row.amount, 29)')
})

test('a list that may hold nulls can not go to BigQuery', () => {
  const { definition } = pipeline('raw', readings).output(events => events.into(table('rows')))
  const engine = findEngine('beam-yaml')
  expect(checkEngine(engine, definition, 'files')).toEqual([])
  expect(checkEngine(engine, definition, 'dataflow')).toMatchObject([
    { feature: 'limit', path: 'outputs[0].columns[4]', reason: "BigQuery's arrays hold no null" },
  ])
})

test('records of other formats become members before they are read', () => {
  const schema = { at: timestamp('epoch-us'), kind: optional(string()), price: decimal(9, 2) }
  const readingOf = (format: 'avro-confluent' | 'csv', variant: string) => {
    const of = source('lines', { format, schema, eventTime: 'at', maxDelay: '1 second' })
    const text = functions(pipeline('all', of).output(events => events.into(stream('all'))).definition, variant)
    return text.slice(0, text.indexOf('EVENT_TIME'))
  }
  expect(readingOf('avro-confluent', 'dataflow')).toMatchInlineSnapshot(`
"SOURCE = (
    required("at", epoch_avro(-3)),
    optional("kind", string_json),
    required("price", decimal_avro(9)),
)


AVRO_SCHEMA = avro_schema(r"""{"type":"record","name":"lines","fields":[{"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},{"name":"kind","type":["null","string"],"default":null},{"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}}]}""")


def members_of(payload):
    return confluent_members(payload)


"
`)
  expect(readingOf('avro-confluent', 'files')).toMatchInlineSnapshot(`
"SOURCE = (
    required("at", epoch_avro(-3)),
    optional("kind", string_json),
    required("price", decimal_avro(9)),
)


def records_of(stream):
    return avro_records(stream)


"
`)
  expect(readingOf('csv', 'files')).toMatchInlineSnapshot(`
"SOURCE = (
    required("at", epoch_json(-3)),
    optional("kind", string_json),
    required("price", decimal_json(9, 2)),
)


CSV_CELLS = (
    ("at", number_cell),
    ("kind", text_cell),
    ("price", number_cell),
)


def records_of(stream):
    return line_records(stream, csv_members)


"
`)
})
