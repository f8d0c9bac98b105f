import type { Definition } from '../../pipeline'
import type { Parameter } from '../engine'
import { parameter } from '../parameters'
import { duration, withOptions } from './options'
import { sourceFormat } from './source-format'
import type { SinkPlace, TableOptions, Variant } from './variant'

const JSON_SINK: TableOptions = [
  ['format', 'json'],
  ['json.encode.decimal-as-plain-number', 'true'],
]
/** Beside the interval of 0 ms, which Flink's own operator takes, this is for connectors that make watermarks themselves. */
const EACH_RECORD: TableOptions = [['scan.watermark.emit.strategy', 'on-event']]

function streaming({ source }: Definition): TableOptions {
  return [
    ['execution.runtime-mode', 'streaming'],
    ['table.local-time-zone', 'UTC'],
    ['pipeline.auto-watermark-interval', '0 ms'],
    ...(source.idleTimeoutMs === null ? [] : ([['table.exec.source.idle-timeout', duration(source.idleTimeoutMs)]] as const)),
  ]
}

function idle({ source }: Definition): TableOptions {
  return source.idleTimeoutMs === null ? [] : [['scan.watermark.idle-timeout', duration(source.idleTimeoutMs)]]
}

function registry({ source }: Definition): readonly Parameter[] {
  if (source.format !== 'avro-confluent') return []
  return [{ name: 'schema_registry_url', description: 'the schema registry, as https://registry:8081' }]
}

const LAKE: readonly Parameter[] = [
  { name: 'lake_catalog_type', description: "Iceberg's kind of catalog", default: 'hadoop' },
  { name: 'lake_warehouse', description: 'where tables are kept, as s3://bucket/lake' },
  { name: 'lake_database', description: 'the database of the tables', default: 'streambed' },
]
const LAKE_JARS: readonly string[] = [
  'org.apache.iceberg:iceberg-flink-runtime-2.1:1.11.0',
  'org.apache.hadoop:hadoop-client-runtime:3.4.2',
]
// 2.1.1 was released without these two.
const FORMAT_JARS = {
  json: [],
  csv: [],
  avro: ['org.apache.flink:flink-sql-avro:2.1.0'],
  'avro-confluent': ['org.apache.flink:flink-sql-avro-confluent-registry:2.1.0'],
} as const
const formatJars = ({ source }: Definition): readonly string[] => FORMAT_JARS[source.format]
const usesTables = ({ outputs }: Definition) => outputs.some(({ into }) => into.kind === 'table')

function lake(definition: Definition): readonly string[] {
  return catalog(definition, [['catalog-type', parameter('lake_catalog_type')]])
}

/** Iceberg's factory for Flink 1.11.0 knows 'hive', 'hadoop' and 'rest' as types: Glue is named by its class. By default it would make a database of its own. */
function glue(definition: Definition): readonly string[] {
  return catalog(definition, [
    ['catalog-impl', 'org.apache.iceberg.aws.glue.GlueCatalog'],
    ['io-impl', 'org.apache.iceberg.aws.s3.S3FileIO'],
    ['default-database', parameter('lake_database')],
  ])
}

function catalog(definition: Definition, kind: TableOptions): readonly string[] {
  if (!usesTables(definition)) return []
  const options: TableOptions = [['type', 'iceberg'], ...kind, ['warehouse', parameter('lake_warehouse')]]
  return [`CREATE CATALOG \`lake\`${withOptions(options)};`, `CREATE DATABASE IF NOT EXISTS \`lake\`.\`${parameter('lake_database')}\`;`]
}

function iceberg(): TableOptions {
  return [
    ['format-version', '2'],
    ['write.upsert.enabled', 'false'],
  ]
}

const kafka: Variant = {
  name: 'open-source',
  createView: 'CREATE TEMPORARY VIEW',
  settings: streaming,
  prelude: lake,
  metadata: {
    partition: "INT METADATA FROM 'partition' VIRTUAL",
    offset: "BIGINT METADATA FROM 'offset' VIRTUAL",
  },
  arrival: "TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL",
  source: definition => [
    ['connector', 'kafka'],
    ['properties.bootstrap.servers', parameter('bootstrap_servers')],
    ['properties.group.id', parameter('group_id')],
    ['topic', parameter('source_topic')],
    ['scan.startup.mode', parameter('startup_mode')],
    ['scan.bounded.mode', parameter('bounded_mode')],
    ...EACH_RECORD,
    ...idle(definition),
    ...sourceFormat(definition),
  ],
  sink: place =>
    place.kind === 'table'
      ? iceberg()
      : [
          ['connector', 'kafka'],
          ['properties.bootstrap.servers', parameter('bootstrap_servers')],
          ['topic', `${parameter('sink_topic_prefix')}${place.place}`],
          ['sink.delivery-guarantee', parameter('delivery_guarantee')],
          ['sink.transactional-id-prefix', `${parameter('group_id')}-${place.place}`],
          ...JSON_SINK,
        ],
  typedTables: true,
  hasJvmOptions: true,
  parameters: definition => [
    { name: 'bootstrap_servers', description: 'Kafka brokers, as host:9092,other:9092' },
    { name: 'source_topic', description: `the topic of ${definition.source.name}` },
    { name: 'sink_topic_prefix', description: 'stands before the names of the topics that are written', default: '' },
    { name: 'group_id', description: 'consumer group and prefix of transactions', default: definition.name },
    {
      name: 'startup_mode',
      description: 'where reading begins: earliest-offset, latest-offset or group-offsets',
      default: 'earliest-offset',
    },
    { name: 'bounded_mode', description: 'unbounded, or latest-offset for a back-fill', default: 'unbounded' },
    {
      name: 'delivery_guarantee',
      description: 'exactly-once (readers need read_committed), at-least-once or none',
      default: 'exactly-once',
    },
    ...registry(definition),
    ...(usesTables(definition) ? LAKE : []),
  ],
  connectors: definition => ['org.apache.flink:flink-sql-connector-kafka:4.0.1-2.0', ...LAKE_JARS, ...formatJars(definition)],
}

/** The shaded class that the connector's jar for SQL has. */
const LOGIN = 'org.apache.flink.kafka.shaded.org.apache.kafka.common.security.plain.PlainLoginModule'
const SASL: TableOptions = [
  ['properties.security.protocol', 'SASL_SSL'],
  ['properties.sasl.mechanism', 'PLAIN'],
  [
    'properties.sasl.jaas.config',
    `${LOGIN} required username="$ConnectionString" password="${parameter('event_hubs_connection_string')}";`,
  ],
]

/** Azure Event Hubs by its Kafka endpoint: hubs are topics. */
const eventHubs: Variant = {
  ...kafka,
  name: 'event-hubs',
  source: definition => withLogin(kafka.source(definition)),
  sink: place => (place.kind === 'table' ? kafka.sink(place) : withLogin(kafka.sink(place))),
  parameters: definition => [
    {
      name: 'event_hubs_connection_string',
      description: 'connection string of the Event Hubs namespace, with the right to listen and to send',
      secret: true,
    },
    ...kafka.parameters(definition).map(given => EVENT_HUBS[given.name] ?? given),
  ],
}

const EVENT_HUBS: Readonly<Record<string, Parameter>> = {
  bootstrap_servers: {
    name: 'bootstrap_servers',
    description: 'Kafka endpoint of the namespace, as my-namespace.servicebus.windows.net:9093',
  },
  source_topic: { name: 'source_topic', description: 'the event hub that is read' },
  delivery_guarantee: {
    name: 'delivery_guarantee',
    description: 'at-least-once or none; exactly-once where the tier of the namespace has transactions',
    default: 'at-least-once',
  },
}

function withLogin(options: TableOptions | null): TableOptions | null {
  return options === null ? null : options.flatMap(option => (option[0] === 'properties.bootstrap.servers' ? [option, ...SASL] : [option]))
}

const kinesis: Variant = {
  ...kafka,
  name: 'managed-flink',
  hasJvmOptions: false,
  prelude: glue,
  // The connector's factory lists shard-id, sequence-number and timestamp, but its source gives rows without them (KinesisDynamicSource of 6.0.0):
  // no row passes such columns. Records that are read have arrived: the clock is the best that there is.
  metadata: null,
  arrival: 'AS CURRENT_ROW_TIMESTAMP()',
  // It makes no watermarks itself, so that it takes no options of them: Flink's own operator does, by the settings.
  source: definition => [
    ['connector', 'kinesis'],
    ['stream.arn', parameter('source_stream_arn')],
    ['aws.region', parameter('aws_region')],
    ['source.init.position', parameter('init_position')],
    ...sourceFormat(definition),
  ],
  sink: place =>
    place.kind === 'table'
      ? iceberg()
      : [
          ['connector', 'kinesis'],
          ['stream.arn', `${parameter('sink_stream_arn_prefix')}${place.place}`],
          ['aws.region', parameter('aws_region')],
          ...JSON_SINK,
        ],
  parameters: definition => [
    { name: 'source_stream_arn', description: 'the stream, as arn:aws:kinesis:eu-central-1:123456789012:stream/events' },
    { name: 'sink_stream_arn_prefix', description: 'stands before the names of streams that are written: arn:aws:kinesis:…:stream/' },
    { name: 'aws_region', description: 'the region, as eu-central-1' },
    { name: 'init_position', description: 'where reading begins: TRIM_HORIZON or LATEST', default: 'TRIM_HORIZON' },
    ...registry(definition),
    ...(usesTables(definition) ? LAKE.filter(({ name }) => name !== 'lake_catalog_type') : []),
  ],
  // https://docs.aws.amazon.com/managed-flink/latest/java/flink-2-2.html: 6.0.0 is the connector for the service's Flink 2.2
  connectors: definition => [
    'org.apache.flink:flink-sql-connector-aws-kinesis-streams:6.0.0-2.0',
    'org.apache.iceberg:iceberg-aws-bundle:1.11.0',
    ...LAKE_JARS,
    ...formatJars(definition),
  ],
}

const files: Variant = {
  ...kafka,
  name: 'files',
  // One reader: records keep the order of the file.
  settings: definition => [...streaming(definition), ['parallelism.default', '1']],
  prelude: () => [],
  metadata: null,
  arrival: null,
  source: definition => [['connector', 'filesystem'], ['path', parameter('source_path')], ...sourceFormat(definition)],
  sink: place => [['connector', 'filesystem'], ['path', `${parameter('sink_path')}/${place.place}`], ...JSON_SINK],
  typedTables: false,
  parameters: () => [
    { name: 'source_path', description: 'the file of JSON lines (or Avro container) or its folder, as file:///data/events' },
    { name: 'sink_path', description: 'the folder that gets a folder for each output, as file:///data/rows' },
  ],
  connectors: definition => ['org.apache.flink:flink-connector-files', 'org.apache.flink:flink-json', ...formatJars(definition)],
}

const confluent: Variant = {
  ...kafka,
  name: 'confluent-cloud',
  hasJvmOptions: false,
  createView: 'CREATE VIEW IF NOT EXISTS',
  settings: ({ source }) => [
    ['sql.local-time-zone', 'UTC'],
    ...(source.idleTimeoutMs === null ? [] : ([['sql.tables.scan.idle-timeout', duration(source.idleTimeoutMs)]] as const)),
  ],
  prelude: () => [],
  source: () => null,
  sink: (_: SinkPlace) => null,
  typedTables: true,
  parameters: ({ source }) => [{ name: 'source_table', description: `the table of the topic of ${source.name}` }],
  connectors: () => [],
}

const VARIANTS: readonly Variant[] = [kafka, eventHubs, kinesis, confluent, files]
export const VARIANT_NAMES: readonly string[] = VARIANTS.map(({ name }) => name)

export function variantOf(name: string): Variant {
  const variant = VARIANTS.find(candidate => candidate.name === name)
  if (variant === undefined) throw new RangeError(`there is no variant '${name}'; allowed: ${VARIANT_NAMES.join(', ')}`)
  return variant
}
