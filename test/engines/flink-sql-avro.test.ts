import { compile, findEngine, UnsupportedPipelineError } from '../../engines'
import { type Definition, decimal, enumeration, list, optional, pipeline, source, stream, timestamp } from '../../pipeline'

function textOf(definition: Definition, variant: string): string {
  return compile(findEngine('flink-sql'), definition, { variant }).files[0].text
}

test('columns of Avro are those from which Flink makes the schema', () => {
  const readingOf = (format: 'avro' | 'avro-confluent', variant: string) => {
    const of = source('readings', {
      format,
      schema: {
        at: timestamp('epoch-us'),
        // A value that is no name of Avro makes it a string, by the registry.
        state: format === 'avro' ? enumeration('on', 'off') : enumeration('on', '-'),
        price: optional(decimal(9, 2)),
      },
      eventTime: 'at',
      maxDelay: '1 second',
    })
    const text = textOf(pipeline('copy', of).output(events => events.into(stream('copy'))).definition, variant)
    return text.slice(text.indexOf('CREATE TABLE `readings`'), text.indexOf('CREATE TABLE `copy`'))
  }
  expect(readingOf('avro', 'open-source')).toMatchInlineSnapshot(`
"CREATE TABLE \`readings\` (
  \`at\` BIGINT NOT NULL,
  \`state\` INT NOT NULL,
  \`price\` DECIMAL(9, 2),
  \`log_partition\` INT METADATA FROM 'partition' VIRTUAL,
  \`log_offset\` BIGINT METADATA FROM 'offset' VIRTUAL,
  \`arrival_time\` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL,
  \`event_time\` AS CASE
    WHEN ((\`at\` - MOD(MOD(\`at\`, 1000) + 1000, 1000)) / 1000) BETWEEN -62135596800000 AND 253402300799999
      AND \`state\` BETWEEN 0 AND 1
      AND TO_TIMESTAMP_LTZ((\`at\` - MOD(MOD(\`at\`, 1000) + 1000, 1000)) / 1000 - 300000, 3) <= \`arrival_time\`
    THEN TO_TIMESTAMP_LTZ((\`at\` - MOD(MOD(\`at\`, 1000) + 1000, 1000)) / 1000, 3)
    ELSE TO_TIMESTAMP_LTZ(-62135596800001, 3)
  END,
  WATERMARK FOR \`event_time\` AS CASE WHEN \`event_time\` >= TO_TIMESTAMP_LTZ(1001, 3) THEN \`event_time\` - INTERVAL '1.001' SECOND(2, 3) END
) WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = '\${bootstrap_servers}',
  'properties.group.id' = '\${group_id}',
  'topic' = '\${source_topic}',
  'scan.startup.mode' = '\${startup_mode}',
  'scan.bounded.mode' = '\${bounded_mode}',
  'scan.watermark.emit.strategy' = 'on-event',
  'format' = 'avro'
);

CREATE TEMPORARY VIEW \`readings_events\` AS
SELECT
  EXTRACT(EPOCH FROM \`event_time\`) * 1000 + EXTRACT(MILLISECOND FROM \`event_time\`) AS \`at\`,
  CASE \`state\` WHEN 0 THEN CAST('on' AS STRING) WHEN 1 THEN CAST('off' AS STRING) END AS \`state\`,
  \`price\`,
  EXTRACT(EPOCH FROM \`event_time\`) * 1000 + EXTRACT(MILLISECOND FROM \`event_time\`) AS \`event_time_ms\`,
  \`event_time\`,
  \`log_partition\`,
  \`log_offset\`
FROM \`readings\`
WHERE \`event_time\` >= TO_TIMESTAMP_LTZ(-62135596800000, 3);

"
`)
  expect(readingOf('avro-confluent', 'event-hubs')).toMatchInlineSnapshot(`
"CREATE TABLE \`readings\` (
  \`at\` BIGINT NOT NULL,
  \`state\` STRING NOT NULL,
  \`price\` DECIMAL(9, 2),
  \`log_partition\` INT METADATA FROM 'partition' VIRTUAL,
  \`log_offset\` BIGINT METADATA FROM 'offset' VIRTUAL,
  \`arrival_time\` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL,
  \`event_time\` AS CASE
    WHEN ((\`at\` - MOD(MOD(\`at\`, 1000) + 1000, 1000)) / 1000) BETWEEN -62135596800000 AND 253402300799999
      AND \`state\` IN ('on', '-')
      AND TO_TIMESTAMP_LTZ((\`at\` - MOD(MOD(\`at\`, 1000) + 1000, 1000)) / 1000 - 300000, 3) <= \`arrival_time\`
    THEN TO_TIMESTAMP_LTZ((\`at\` - MOD(MOD(\`at\`, 1000) + 1000, 1000)) / 1000, 3)
    ELSE TO_TIMESTAMP_LTZ(-62135596800001, 3)
  END,
  WATERMARK FOR \`event_time\` AS CASE WHEN \`event_time\` >= TO_TIMESTAMP_LTZ(1001, 3) THEN \`event_time\` - INTERVAL '1.001' SECOND(2, 3) END
) WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = '\${bootstrap_servers}',
  'properties.security.protocol' = 'SASL_SSL',
  'properties.sasl.mechanism' = 'PLAIN',
  'properties.sasl.jaas.config' = 'org.apache.flink.kafka.shaded.org.apache.kafka.common.security.plain.PlainLoginModule required username="$ConnectionString" password="\${event_hubs_connection_string}";',
  'properties.group.id' = '\${group_id}',
  'topic' = '\${source_topic}',
  'scan.startup.mode' = '\${startup_mode}',
  'scan.bounded.mode' = '\${bounded_mode}',
  'scan.watermark.emit.strategy' = 'on-event',
  'format' = 'avro-confluent',
  'avro-confluent.url' = '\${schema_registry_url}',
  'avro-confluent.schema' = '{"type":"record","name":"readings","fields":[{"name":"at","type":{"type":"long"}},{"name":"state","type":{"type":"string"}},{"name":"price","type":["null",{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}],"default":null}]}'
);

CREATE TEMPORARY VIEW \`readings_events\` AS
SELECT
  EXTRACT(EPOCH FROM \`event_time\`) * 1000 + EXTRACT(MILLISECOND FROM \`event_time\`) AS \`at\`,
  \`state\`,
  \`price\`,
  EXTRACT(EPOCH FROM \`event_time\`) * 1000 + EXTRACT(MILLISECOND FROM \`event_time\`) AS \`event_time_ms\`,
  \`event_time\`,
  \`log_partition\`,
  \`log_offset\`
FROM \`readings\`
WHERE \`event_time\` >= TO_TIMESTAMP_LTZ(-62135596800000, 3);

"
`)
})

test('enums are looked up by their index where they can be', () => {
  const schema = { at: timestamp('epoch-ms'), states: list(enumeration('on', 'off')) }
  const of = source('readings', { format: 'avro', schema, eventTime: 'at', maxDelay: '1 second' })
  const { definition } = pipeline('copy', of).output(events => events.into(stream('copy')))
  expect(() => textOf(definition, 'open-source')).toThrow(UnsupportedPipelineError)
  expect(() => textOf(definition, 'open-source')).toThrow('enums inside of lists and records')
  expect(() => textOf(definition, 'files')).toThrow('containers are read by their own schema')
  const registered = { ...definition, source: { ...definition.source, format: 'avro-confluent' } as const }
  expect(() => textOf(registered, 'open-source')).toThrow('what the registered schema calls it')
})
