import { compile, findEngine, UnsupportedPipelineError } from '../../engines'
import {
  boolean,
  bytes,
  count,
  day,
  decimal,
  double,
  enumeration,
  first,
  hopping,
  int64,
  list,
  optional,
  pipeline,
  record,
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
  schema: { at: timestamp('epoch-ms'), device: optional(string()), value: optional(int64()) },
  eventTime: 'at',
  maxDelay: '5 seconds',
})

type Definition = Parameters<typeof compile>[1]

function programOf(definition: Definition, variant = 'files'): string {
  const [file] = compile(findEngine('spark'), definition, { variant }).files
  return file.text
}

/** A definition of the program: from the line that begins with `start` to the next blank lines. */
function part(program: string, start: string): string {
  const from = program.indexOf(`\n${start}`) + 1
  return program.slice(from, program.indexOf('\n\n', from))
}

/** The SQL of the only output. */
function rowsText(definition: Definition, variant = 'files'): string {
  const program = programOf(definition, variant)
  const from = program.indexOf('r"""\n') + 5
  return program.slice(from, program.indexOf('\n"""', from))
}

test('a tumbling window is window(), behind a check by the watermark that the record carries', () => {
  const { definition } = pipeline('minutes', readings).output(events =>
    events
      .where(reading => reading.value.gte(0))
      .groupBy('device')
      .window(tumbling('1 minute', { offset: '10 seconds' }))
      .aggregate({ readings: count(), total: sum('value') })
      .having(row => row.readings.gt(1))
      .into(table('minutes', { partitionBy: [day('windowStart')] })),
  )
  expect(rowsText(definition, 'open-source')).toMatchInlineSnapshot(`
"WITH \`minutes_events\` AS (
  SELECT \`device\`, \`value\`, \`event_time\`, \`watermark_ms\`
  FROM \`readings\`
  WHERE \`value\` >= 0L
),
-- Events with their keys
\`minutes_placed\` AS (
  SELECT
    window(\`event_time\`, '60000 milliseconds', '60000 milliseconds', '10000 milliseconds') AS \`time_window\`,
    \`device\`,
    \`value\` AS \`total\`,
    \`watermark_ms\`
  FROM \`minutes_events\`
  WHERE \`device\` IS NOT NULL
),
\`minutes_windows\` AS (
  SELECT
    unix_millis(\`time_window\`.start) AS \`windowStart\`,
    unix_millis(\`time_window\`.end) AS \`windowEnd\`,
    \`device\`,
    COUNT(*) AS \`readings\`,
    try_cast(SUM(CAST(\`total\` AS DECIMAL(19, 0))) AS BIGINT) AS \`total\`
  FROM \`minutes_placed\`
  WHERE \`watermark_ms\` IS NULL OR unix_millis(\`time_window\`.end) > \`watermark_ms\`
  GROUP BY \`time_window\`, \`device\`
  HAVING try_cast(SUM(CAST(\`total\` AS DECIMAL(19, 0))) AS BIGINT) IS NOT NULL OR COUNT(\`total\`) = 0
),
\`minutes_kept\` AS (
  SELECT \`windowStart\`, \`windowEnd\`, \`device\`, \`readings\`, \`total\`
  FROM \`minutes_windows\`
  WHERE \`readings\` > 1L
)
SELECT
  timestamp_millis(\`windowStart\`) AS \`windowStart\`,
  timestamp_millis(\`windowEnd\`) AS \`windowEnd\`,
  \`device\`,
  \`readings\`,
  \`total\`,
  CAST(timestamp_millis(\`windowStart\`) AS DATE) AS \`windowStart_day\`
FROM \`minutes_kept\`"
`)
})

test('a hopping window is window() with a hop', () => {
  const { definition } = pipeline('hops', readings).output(events =>
    events
      .groupBy('device')
      .window(hopping('1 minute', { every: '10 seconds' }))
      .aggregate({ readings: count() })
      .into(stream('hops')),
  )
  expect(rowsText(definition)).toMatchInlineSnapshot(`
"WITH
-- Events with their keys
\`hops_placed\` AS (
  SELECT
    window(\`event_time\`, '60000 milliseconds', '10000 milliseconds') AS \`time_window\`,
    \`device\`,
    \`watermark_ms\`
  FROM \`readings\`
  WHERE \`device\` IS NOT NULL
),
\`hops_windows\` AS (
  SELECT
    unix_millis(\`time_window\`.start) AS \`windowStart\`,
    unix_millis(\`time_window\`.end) AS \`windowEnd\`,
    \`device\`,
    COUNT(*) AS \`readings\`
  FROM \`hops_placed\`
  WHERE \`watermark_ms\` IS NULL OR unix_millis(\`time_window\`.end) > \`watermark_ms\`
  GROUP BY \`time_window\`, \`device\`
)
SELECT \`windowStart\`, \`windowEnd\`, \`device\`, \`readings\`
FROM \`hops_windows\`"
`)
})

test('gap and delay of a session are a millisecond off', () => {
  const { definition } = pipeline('visits', readings).output(events =>
    events.groupBy('device').window(session('30 seconds')).aggregate({ readings: count() }).into(stream('visits')),
  )
  expect(rowsText(definition)).toMatchInlineSnapshot(`
"WITH
-- Events with their keys
\`visits_placed\` AS (
  SELECT \`event_time\`, \`device\`, \`event_time_ms\`, \`watermark_ms\`
  FROM \`readings_for_sessions\`
  WHERE \`device\` IS NOT NULL
),
\`visits_windows\` AS (
  SELECT
    MIN(\`event_time_ms\`) AS \`windowStart\`,
    MAX(\`event_time_ms\`) + 30000 AS \`windowEnd\`,
    \`device\`,
    COUNT(*) AS \`readings\`
  FROM \`visits_placed\`
  WHERE \`watermark_ms\` IS NULL OR \`event_time_ms\` >= \`watermark_ms\`
  GROUP BY session_window(\`event_time\`, '29999 milliseconds'), \`device\`
)
SELECT \`windowStart\`, \`windowEnd\`, \`device\`, \`readings\`
FROM \`visits_windows\`"
`)
  expect(programOf(definition)).toContain('events(spark, "5001 milliseconds").createOrReplaceTempView("`readings_for_sessions`")')
})

test('a session without keys is given one, and stream outputs of Kafka are messages of JSON', () => {
  const { definition } = pipeline('all', readings).output(events =>
    events.groupBy().window(session('30 seconds')).aggregate({ readings: count() }).into(stream('all')),
  )
  expect(rowsText(definition, 'open-source')).toMatchInlineSnapshot(`
"WITH
-- Events with their keys
\`all_placed\` AS (
  SELECT \`event_time\`, \`event_time_ms\`, \`watermark_ms\`
  FROM \`readings_for_sessions\`
),
\`all_windows\` AS (
  SELECT
    MIN(\`event_time_ms\`) AS \`windowStart\`,
    MAX(\`event_time_ms\`) + 30000 AS \`windowEnd\`,
    COUNT(*) AS \`readings\`
  FROM \`all_placed\`
  WHERE \`watermark_ms\` IS NULL OR \`event_time_ms\` >= \`watermark_ms\`
  GROUP BY session_window(\`event_time\`, '29999 milliseconds'), isnull(\`event_time\`)
)
SELECT to_json(struct(\`windowStart\`, \`windowEnd\`, \`readings\`), map('ignoreNullFields', 'false')) AS value
FROM \`all_windows\`"
`)
})

test('members are read as strictly as the schema says', () => {
  const everything = source('everything', {
    schema: {
      at: timestamp('iso8601'),
      amount: decimal(10, 2).named(`a "b" \`c\` \${source_path}`),
      share: optional(double()),
      flag: boolean(),
      raw: optional(bytes()),
      color: enumeration('red', "it's"),
      tags: list(optional(string())),
      place: optional(record({ x: int64(), y: optional(int64()) })),
    },
    eventTime: 'at',
    maxDelay: '5 seconds',
  })
  const program = programOf(pipeline('archive', everything).output(events => events.into(stream('archive'))).definition)
  expect(part(program, 'RECORD')).toMatchInlineSnapshot(`
"RECORD = StructType([
    StructField("at", VariantType()),
    StructField("a \\"b\\" \`c\` \\u0024{source_path}", VariantType()),
    StructField("share", DoubleType()),
    StructField("flag", BooleanType()),
    StructField("raw", VariantType()),
    StructField("color", VariantType()),
    StructField("tags", ArrayType(VariantType())),
    StructField("place", StructType([StructField("x", VariantType()), StructField("y", VariantType())])),
    StructField("_corrupt_record", StringType()),
])"
`)
  expect(part(program, 'FIELDS')).toMatchInlineSnapshot(`
"FIELDS = {
    "at": iso8601("payload.record.\`at\`"),
    "amount": decimal("payload.record.\`a \\"b\\" \`\`c\`\` \\u0024{source_path}\`", 10, 2),
    "share": double("payload.record.\`share\`"),
    "flag": "payload.record.\`flag\`",
    "raw": base64_bytes("payload.record.\`raw\`"),
    "color": "IF(" + text("payload.record.\`color\`") + " IN ('red', 'it\\\\u0027s'), " + text("payload.record.\`color\`") + ", NULL)",
    "tags": "transform(payload.record.\`tags\`, element -> " + text("element") + ")",
    "place": "IF(payload.record.\`place\` IS NULL, NULL, named_struct('x', " + int64("payload.record.\`place\`.\`x\`") + ", 'y', " + int64("payload.record.\`place\`.\`y\`") + "))",
}"
`)
  expect(part(program, 'CONDITIONS')).toMatchInlineSnapshot(`
"CONDITIONS = [
    "\`at\` IS NOT NULL",
    "\`amount\` IS NOT NULL",
    "(payload.record.\`share\` IS NULL OR \`share\` IS NOT NULL)",
    "\`flag\` IS NOT NULL",
    "(" + absent("payload.record.\`raw\`") + " OR \`raw\` IS NOT NULL)",
    "\`color\` IS NOT NULL",
    "payload.record.\`tags\` IS NOT NULL AND forall(payload.record.\`tags\`, element -> (" + absent("element") + " OR " + text("element") + " IS NOT NULL))",
    "(payload.record.\`place\` IS NULL OR (" + int64("payload.record.\`place\`.\`x\`") + " IS NOT NULL AND (" + absent("payload.record.\`place\`.\`y\`") + " OR " + int64("payload.record.\`place\`.\`y\`") + " IS NOT NULL)))",
]"
`)
})

test('texts can not end their literal, the program, or be a parameter', () => {
  const nasty = `' " """ \\ \n \${trigger} \u2028 -- /* ;`
  const { definition } = pipeline('nasty', readings).output(events =>
    events.where(reading => reading.device.eq(nasty)).into(stream('nasty')),
  )
  const sql = rowsText(definition)
  expect(sql.slice(sql.indexOf('WHERE'))).toMatchInlineSnapshot(`
"WHERE \`device\` = '\\u0027 \\u0022 \\u0022\\u0022\\u0022 \\\\ \\u000a \\u0024{trigger} \\u2028 -- /* ;'
)
SELECT \`at\`, \`device\`, \`value\`
FROM \`nasty_events\`"
`)
})

test('expressions that fail leave the event out', () => {
  const { definition } = pipeline('shares', readings).output(events =>
    events
      .select(reading => ({ half: reading.value.dividedBy(2), next: reading.value.plus(1), text: reading.value.cast(string()) }))
      .into(stream('shares')),
  )
  expect(rowsText(definition)).toMatchInlineSnapshot(`
"WITH \`shares_events\` AS (
  SELECT
    CAST(\`value\` AS DOUBLE) / 2D AS \`half\`,
    try_add(\`value\`, 1L) AS \`next\`,
    CAST(\`value\` AS STRING) AS \`text\`
  FROM \`readings\`
  WHERE try_add(\`value\`, 1L) IS NOT NULL OR \`value\` IS NULL
)
SELECT \`half\`, \`next\`, \`text\`
FROM \`shares_events\`"
`)
})

test('every variant has its own source, sinks and secrets', () => {
  const { definition } = pipeline('minutes', readings).output(events =>
    events.groupBy('device').window(tumbling('1 minute')).aggregate({ readings: count() }).into(table('minutes')),
  )
  const parameters = findEngine('spark').variants.map(variant => [
    variant,
    compile(findEngine('spark'), definition, { variant })
      .parameters.map(({ name }) => name)
      .join(' '),
  ])
  expect(Object.fromEntries(parameters)).toMatchInlineSnapshot(`
{
  "databricks": "source_topic max_offsets_per_trigger sink_topics kafka_bootstrap_servers secret_scope kafka_user kafka_password_key catalog schema source_partitions watermark_member trigger checkpoint_path dead_letters",
  "files": "source_path max_files_per_trigger output_path source_partitions watermark_member trigger checkpoint_path dead_letters",
  "open-source": "source_topic max_offsets_per_trigger sink_topics kafka_bootstrap_servers tables_path source_partitions watermark_member trigger checkpoint_path dead_letters",
  "open-source-hudi": "source_topic max_offsets_per_trigger sink_topics kafka_bootstrap_servers tables_path source_partitions watermark_member trigger checkpoint_path dead_letters",
  "open-source-iceberg": "source_topic max_offsets_per_trigger sink_topics kafka_bootstrap_servers lake_catalog_type lake_warehouse lake_database source_partitions watermark_member trigger checkpoint_path dead_letters",
  "synapse": "source_topic max_offsets_per_trigger sink_topics event_hubs_namespace key_vault connection_string_secret storage_account container source_partitions watermark_member trigger checkpoint_path dead_letters",
}
`)
  expect(part(programOf(definition, 'synapse'), 'def text')).toMatchInlineSnapshot(`
"def text(member: str) -> str:
    return f"IF(startswith({member}, '\\"'), substring({member}, 2), NULL)""
`)
  expect(part(programOf(definition, 'databricks'), 'CATALOG')).toMatchInlineSnapshot(`
"CATALOG, SCHEMA = "\${catalog}", "\${schema}"
from databricks.sdk.runtime import dbutils  # noqa: E402
PASSWORD = dbutils.secrets.get("\${secret_scope}", "\${kafka_password_key}")
KAFKA = {
    "kafka.bootstrap.servers": "\${kafka_bootstrap_servers}",
    "kafka.security.protocol": "SASL_SSL",
    "kafka.sasl.mechanism": "PLAIN",
    "kafka.sasl.jaas.config": "kafkashaded.org.apache.kafka.common.security.plain.PlainLoginModule required "
    f'username="\${kafka_user}" password="{PASSWORD}";',
}
PARTITIONS = int("\${source_partitions}")
WATERMARK_MEMBER = "\${watermark_member}"
TRIGGER = "\${trigger}"
CHECKPOINT_PATH = "\${checkpoint_path}"
DEAD_LETTERS = "\${dead_letters}""
`)
})

test('tables are Delta by path, Iceberg in a catalog that the program sets up, or Hudi, which needs no statement before the first row', () => {
  const { definition } = pipeline('minutes', readings).output(events =>
    events
      .groupBy('device')
      .window(tumbling('1 minute'))
      .aggregate({ readings: count() })
      .into(table('minutes', { partitionBy: [day('windowStart')] })),
  )
  const texts = ['open-source', 'open-source-iceberg', 'open-source-hudi'].map(variant => {
    const program = programOf(definition, variant)
    const make = program.split('\n').filter(line => line.includes('CREATE TABLE'))
    return [part(program, 'TABLES ='), part(program, 'def write('), ...make].join('\n')
  })
  expect(texts.join('\n\n')).toMatchInlineSnapshot(`
"TABLES = {
    "minutes": (
        f"delta.\`{TABLES_PATH}/minutes\`",
        [
            "\`windowStart\` TIMESTAMP",
            "\`windowEnd\` TIMESTAMP",
            "\`device\` STRING",
            "\`readings\` BIGINT",
            "\`windowStart_day\` DATE",
        ],
        " PARTITIONED BY (\`windowStart_day\`)",
    ),
}
def write(rows: DataFrame, name: str, target: str):
    if name not in TABLES:
        return publish(rows, name, target)
    if TRIGGER == "batch":
        return rows.write.format("delta").mode("append").save(target)
    return start_query(rows.writeStream.format("delta"), name).start(target)
                spark.sql(f"CREATE TABLE IF NOT EXISTS {table} ({', '.join(columns)}) USING delta{partitioned}")

TABLES = {
    "minutes": (
        f"{CATALOG}.{SCHEMA}.\`minutes\`",
        [
            "\`windowStart\` TIMESTAMP",
            "\`windowEnd\` TIMESTAMP",
            "\`device\` STRING",
            "\`readings\` BIGINT",
            "\`windowStart_day\` DATE",
        ],
        " PARTITIONED BY (\`windowStart_day\`)",
    ),
}
def write(rows: DataFrame, name: str, target: str):
    if name not in TABLES:
        return publish(rows, name, target)
    if TRIGGER == "batch":
        return rows.writeTo(target).append()
    return start_query(rows.writeStream, name).toTable(target)
                spark.sql(f"CREATE TABLE IF NOT EXISTS {table} ({', '.join(columns)}) USING iceberg{partitioned} TBLPROPERTIES ('format-version' = '2', 'write.spark.fanout.enabled' = 'true')")

TABLES = {
    "minutes": "windowStart_day",
}
def write(rows: DataFrame, name: str, target: str):
    if name not in TABLES:
        return publish(rows, name, target)
    options = {
        "hoodie.table.name": target.rsplit("/", 1)[1],
        "hoodie.datasource.write.operation": "insert",
        "hoodie.datasource.write.partitionpath.field": TABLES[name],
        "hoodie.datasource.write.hive_style_partitioning": "true",
        "hoodie.datasource.write.partitionpath.urlencode": "true",
    }
    if TRIGGER == "batch":
        return rows.write.format("hudi").options(**options).mode("append").save(target)
    return start_query(rows.writeStream.format("hudi").options(**options), name).start(target)"
`)
})

test('what has no faithful text is refused with a reason', () => {
  const bags = source('bags', {
    schema: { at: timestamp('epoch-ms'), items: list(string()), price: decimal(10, 2), weight: double() },
    eventTime: 'at',
    maxDelay: '5 seconds',
  })
  const { definition } = pipeline('bags', bags).output(events =>
    events
      .where(bag => bag.price.gt(bag.weight))
      .explode('items', 'item')
      .groupBy('item')
      .window(tumbling('1 minute'))
      .aggregate({ earliest: first('weight') })
      .into(stream('bags')),
  )
  expect(() => programOf(definition)).toThrow(UnsupportedPipelineError)
  expect(() => programOf(definition)).toThrowErrorMatchingInlineSnapshot(`
"Spark Structured Streaming can't run the pipeline: 
- outputs[0].steps[0].condition: functions.greater is not written yet: Spark compares a decimal with a double by its nearest double. cast one of them
- outputs[0].windowed.aggregates[0]: aggregates.first is not written yet: the places of the elements of an exploded list are not carried, by which they are ordered. use min or max"
`)
})
