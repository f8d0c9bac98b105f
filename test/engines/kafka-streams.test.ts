import { compile, findEngine } from '../../engines'
import { javaName, javaText } from '../../engines/kafka-streams/names'
import {
  avg,
  count,
  type Definition,
  decimal,
  enumeration,
  first,
  hopping,
  int64,
  list,
  optional,
  pipeline,
  session,
  source,
  string,
  sum,
  table,
  timestamp,
  tumbling,
} from '../../pipeline'

const readings = source('readings', {
  schema: { at: timestamp('epoch-ms'), device: optional(string()), value: optional(int64()) },
  eventTime: 'at',
  maxDelay: '5 seconds',
})

const filesOf = (definition: Definition) => compile(findEngine('kafka-streams'), definition).files

function textOf(definition: Definition): string {
  const [file] = filesOf(definition)
  return file.text
}

/** From one line of the class to another, without their indentation. */
function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from)
  return text.slice(start, text.indexOf(to, start)).replace(/^ {2}/gm, '').trimEnd()
}

const { definition: minutes } = pipeline('minutes', readings).output(events =>
  events
    .where(reading => reading.value.gte(0))
    .groupBy('device')
    .window(tumbling('1 minute', { offset: '10 seconds' }))
    .aggregate({ readings: count(), total: sum('value'), mean: avg('value'), firstValue: first('value') })
    .having(row => row.readings.gt(1))
    .into(table('minutes')),
)

test('steps, aggregates and rows are plain Java', () => {
  expect(between(textOf(minutes), '  /** Steps of minutes. */', '  // Processors')).toMatchInlineSnapshot(`
"/** Steps of minutes. */
@SuppressWarnings("unchecked")
static final class MinutesSteps extends WindowSteps {
  MinutesSteps() { super("minutes", 50000L); }

  @Override boolean isLate(long time, long watermark) {
    return windowEnd(time, 60000L, 60000L, 10000L) <= watermark;
  }

  @Override void run(Event event) {
    if (!isTrue(greaterOrEqual(event.value(), 0L))) return;
    if (isKey(new Object[] {event.device()})) add(event, new Object[] {event.value(), event.value(), event.value()});
  }
}

/** Aggregates and rows of minutes. */
@SuppressWarnings("unchecked")
static final class MinutesRows extends Rows {
  MinutesRows() { super("minutes", 50000L, 0L); }

  static Object[] none() { return new Object[4]; }

  static Object[] add(Object[] event, Object[] state) {
    if (event.length == 0) return state;
    addCount(state, 0, true);
    addSum(state, 1, event[3]);
    addAverage(state, 2, event[4]);
    addFirst(state, 3, event, event[5], false);
    return state;
  }

  @Override void finish(Long windowStart, Long windowEnd, Object[] key, Object[] state) {
    String device = (String) key[0];
    Long readings = countOf(state[0]);
    Long total = sumOfInt64(state[1]);
    Double mean = averageOf(state[2]);
    Long firstValue = (Long) placedValue(state[3]);
    if (!isTrue(greater(readings, 1L))) return;
    row(recordOf("windowStart", windowStart, "windowEnd", windowEnd, "device", device, "readings", readings, "total", total, "mean", mean, "firstValue", firstValue));
  }
}"
`)
})

test('a tumbling window has the grace of the delay', () => {
  expect(between(textOf(minutes), '  KStream<Object[], Object> minutesEvents', '    return builder.build();')).toMatchInlineSnapshot(`
"KStream<Object[], Object> minutesEvents = events.process(MinutesSteps::new, Named.as("minutes-steps"));
  send(minutesEvents, settings, "minutes");
  send(minutesEvents
      .filter((key, value) -> value instanceof Object[])
      .mapValues(value -> (Object[]) value)
      .groupByKey(Grouped.with("minutes", VALUES, VALUES))
      .windowedBy(TimeWindows.ofSizeAndGrace(ofMillis(60000L), ofMillis(5000L)))
      .aggregate(MinutesRows::none, (key, event, state) -> MinutesRows.add(event, state),
          Named.as("minutes-windows"), Materialized.<Object[], Object[], WindowStore<Bytes, byte[]>>as("minutes-windows").withKeySerde(VALUES).withValueSerde(VALUES))
      .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()).withName("minutes-closed"))
      .toStream()
      .process(MinutesRows::new, Named.as("minutes-rows")), settings, "minutes");"
`)
})

test('a hopping window advances', () => {
  const { definition } = pipeline('hops', readings).output(events =>
    events
      .groupBy('device')
      .window(hopping('1 minute', { every: '10 seconds' }))
      .aggregate({ readings: count() })
      .into(table('hops')),
  )
  const text = textOf(definition)
  expect(text).toContain('.windowedBy(TimeWindows.ofSizeAndGrace(ofMillis(60000L), ofMillis(5000L)).advanceBy(ofMillis(10000L)))')
  // Kafka Streams begins no window before its time 0, and has no offset: so times move by what makes the first windows whole.
  expect(text).toContain('HopsSteps() { super("hops", 60000L); }')
})

test('a session has a gap that is 1 ms shorter and a grace that is 1 ms longer', () => {
  const { definition } = pipeline('visits', readings).output(events =>
    events.groupBy('device').window(session('30 seconds')).aggregate({ readings: count() }).into(table('visits')),
  )
  const text = textOf(definition)
  expect(text).toContain('SessionWindows.ofInactivityGapAndGrace(ofMillis(29999L), ofMillis(5001L))')
  expect(text).toContain('return time < watermark;')
  expect(text).toContain('VisitsRows() { super("visits", 0L, 30000L); }')
})

test('only the members that are used are written', () => {
  const text = textOf(minutes)
  expect(text).toContain('static Boolean greaterOrEqual(')
  expect(text).not.toContain('hashText')
  expect(text).not.toContain('mergeSum')
})

test('settings and project stand beside the class', () => {
  const [, settings, project] = filesOf(minutes)
  expect(settings.text).toMatchInlineSnapshot(`
"# Settings of minutes. Any setting of Kafka Streams, its consumers and producers can be added.
application.id=\${application_id}
bootstrap.servers=\${bootstrap_servers}
processing.guarantee=exactly_once_v2
# Internal topics hold event times; a replay of old events must not lose them to the broker's clock.
windowstore.changelog.additional.retention.ms=604800000
topic.source=\${source_topic}
topic.output.minutes=\${minutes_topic}
topic.late.minutes=\${minutes_late_topic}
topic.dead-letters=\${dead_letter_topic}
"
`)
  expect(project.text).toContain('<artifactId>kafka-streams</artifactId>\n      <version>4.3.1</version>')
})

test('names become names of Java, and never the same one', () => {
  const names = [
    'a',
    'A',
    'a b',
    'a_b',
    'a__b',
    'class',
    'event',
    '1a',
    '',
    'é',
    'è',
    'x'.repeat(500),
    `${'x'.repeat(500)}y`,
    '_',
    'a-b',
    'a.b',
    '"',
    '\n',
    '\u{1f600}',
  ]
  const written = names.map(javaName)
  for (const name of written) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/)
  expect(new Set(written).size).toBe(names.length)
  expect(written.slice(0, 4)).toEqual(['a', 'A', expect.stringMatching(/^a_b__[0-9a-f]{16}$/), 'a_b'])
})

test('texts are literals of ASCII without parameters', () => {
  expect(javaText(`a"b\\c\n\r\0é\u2028$\{x}`)).toBe(String.raw`"a\"b\\c\n\015\000\u00e9\u2028\u0024{x}"`)
})

test('records of other formats become members before they are read', () => {
  const scalars = {
    at: timestamp('epoch-us'),
    kind: optional(enumeration('on', 'off')),
    level: enumeration('°C', '°F'),
    price: decimal(9, 2),
  }
  const avro = source('lines', {
    format: 'avro-confluent',
    eventTime: 'at',
    maxDelay: '1 second',
    schema: { ...scalars, tags: list(optional(string())) },
  })
  const csv = source('lines', { format: 'csv', schema: scalars, eventTime: 'at', maxDelay: '1 second' })
  const readingOf = (definition: Definition) =>
    between(textOf(definition), '  @Override Map<String, Object> members', '  @Override Event read')
  expect(readingOf(pipeline('all', avro).output(events => events.into(table('all'))).definition)).toMatchInlineSnapshot(`
"@Override Map<String, Object> members(byte[] record) {
    Avro in = new Avro(record, MAX_RECORD_BYTES, true);
    return in.complete(recordOf(
        "at", in.epoch(-3),
        "kind", in.optional(() -> in.symbol("on", "off")),
        "level", readEnum(in.string(), "\\u00b0C", "\\u00b0F"),
        "price", in.decimal(9, 2),
        "tags", in.list(() -> in.optional(() -> in.string()))));
  }

  @Override long timeOf(Map<String, Object> members) {
    return (Long) members.get("at");
  }"
`)
  expect(readingOf(pipeline('all', csv).output(events => events.into(table('all'))).definition)).toMatchInlineSnapshot(`
"@Override Map<String, Object> members(byte[] record) {
    List<String> cells = cells(textOf(record, MAX_RECORD_BYTES), 4);
    return recordOf(
        "at", numberCell(cells.get(0)),
        "kind", cells.get(1),
        "level", cells.get(2),
        "price", numberCell(cells.get(3)));
  }

  @Override long timeOf(Map<String, Object> members) {
    return readEpoch(eventTime(members, "at"), -3);
  }"
`)
})
