import type { Output, Source } from '../../pipeline'
import { isAvro } from '../avro'
import type { Parameter } from '../engine'
import { parameter } from '../parameters'
import type { SystemNames } from '../sql/system-names'
import type { RowForm } from './columns'
import { DELTA_BY_PATH, DELTA_IN_CATALOG, HUDI, ICEBERG, type Lake } from './lakes'

export const VARIANTS = ['open-source', 'open-source-iceberg', 'open-source-hudi', 'databricks', 'synapse', 'files'] as const
export type Variant = (typeof VARIANTS)[number]

/** Where records come from and rows go to, as parts of a Python program. */
export interface VariantText {
  readonly parameters: readonly Parameter[]
  /** Constants that hold the parameters. */
  readonly constants: readonly string[]
  /** `def read(spark, partition)`: the records of a partition with the columns of the log. */
  readonly read: string
  /** `def write(rows, name, target)`: starts a query, or runs it in batch mode. */
  readonly write: string
  /** Whether members of records are read as variants, which Spark has from 4.0. */
  readonly variants: boolean
}

export function formOf({ into }: Output, variant: Variant): RowForm {
  return variant === 'files' || into.kind === 'stream' ? 'json' : 'table'
}

const LAKES: Readonly<Record<Exclude<Variant, 'files'>, Lake>> = {
  'open-source': DELTA_BY_PATH,
  'open-source-iceberg': ICEBERG,
  'open-source-hudi': HUDI,
  databricks: DELTA_IN_CATALOG,
  synapse: DELTA_BY_PATH,
}

/** How a variant keeps tables; null: as files. */
export function lakeOf(variant: Variant): Lake | null {
  return variant === 'files' ? null : LAKES[variant]
}

/** The least version of Spark; of Hudi, bundles for Spark 3.5 are what was run. */
export function sparkVersionOf(variant: Variant): '3.5' | '4.0' {
  return variant === 'synapse' || variant === 'open-source-hudi' ? '3.5' : '4.0'
}

/** A target as an expression of Python. */
export function targetOf({ into }: Output, variant: Variant): string {
  const lake = lakeOf(variant)
  if (lake === null) return `f"{OUTPUT_PATH}/${into.name}"`
  return into.kind === 'stream' ? `TOPICS.get("${into.name}", "${into.name}")` : lake.target(into.name)
}

const given = (name: string, description: string, more: Pick<Parameter, 'default' | 'secret'> = {}): Parameter => ({
  name,
  description,
  ...more,
})

/** Parameters of every variant. */
export const COMMON_PARAMETERS: readonly Parameter[] = [
  given('source_partitions', 'number of partitions of the source; each has a watermark of its own', { default: '1' }),
  given(
    'watermark_member',
    "member of the records that holds the partition's watermark before the record, in epoch ms, stamped where it was taken in: with it late events are judged exactly; in Avro the last field, of null or a long; empty: there is none, and Spark judges by its micro-batches",
    { default: '' },
  ),
  given(
    'trigger',
    'batch: once over all that is there; available-now: the same in micro-batches; or the interval of micro-batches, as 10 seconds',
    { default: '10 seconds' },
  ),
  given('checkpoint_path', 'folder of checkpoints, one for each output; keep it: it holds the position in the source and the open windows'),
  given('dead_letters', 'where records go that are no events, a folder or table; empty: they are left out', { default: '' }),
]

export const COMMON_CONSTANTS: readonly string[] = [
  `PARTITIONS = int("${parameter('source_partitions')}")`,
  `WATERMARK_MEMBER = "${parameter('watermark_member')}"`,
  `TRIGGER = "${parameter('trigger')}"`,
  `CHECKPOINT_PATH = "${parameter('checkpoint_path')}"`,
  `DEAD_LETTERS = "${parameter('dead_letters')}"`,
]

export function variantText(variant: Variant, names: SystemNames, source: Source): VariantText {
  return variant === 'files' ? filesText(names) : kafkaText(variant, names, source)
}

function filesText(names: SystemNames): VariantText {
  return {
    parameters: [
      given(
        'source_path',
        'folder with a folder for each partition, 0, 1, …: text files with a record a line, read in the order of their times',
      ),
      given('max_files_per_trigger', 'files of a partition that a micro-batch reads at most', { default: '100' }),
      given('output_path', "folder of the outputs' folders, which get files of JSON lines"),
    ],
    constants: [
      `SOURCE_PATH = "${parameter('source_path')}"`,
      `MAX_FILES = "${parameter('max_files_per_trigger')}"`,
      `OUTPUT_PATH = "${parameter('output_path')}"`,
    ],
    read: `def read(spark: SparkSession, partition: int) -> DataFrame:
    """A partition's records, a line each. Whole files are read, so that lines have numbers."""
    reader = spark.read if TRIGGER == "batch" else spark.readStream.option("maxFilesPerTrigger", MAX_FILES)
    files = reader.text(f"{SOURCE_PATH}/{partition}", wholetext=True)
    lines = files.selectExpr(r"posexplode(split(value, '\\n')) AS (line, text)", "_metadata.file_name AS file")
    return lines.where("text <> ''").selectExpr(
        "text AS ${names.payload}",
        f"{partition} AS ${names.partition}",
        "struct(file, line) AS ${names.offset}",
        "CAST(NULL AS TIMESTAMP) AS ${names.arrival}",
    )`,
    write: `def write(rows: DataFrame, name: str, target: str):
    if TRIGGER == "batch":
        return rows.write.mode("append").option("ignoreNullFields", "false").json(target)
    writer = rows.writeStream.format("json").option("path", target).option("ignoreNullFields", "false")
    return start_query(writer, name).start()`,
    variants: true,
  }
}

const BROKERS = given('kafka_bootstrap_servers', 'as broker-1:9092,broker-2:9092')
const PLAIN_KAFKA = `KAFKA = {"kafka.bootstrap.servers": "${parameter('kafka_bootstrap_servers')}"}`

function openSource(format: string): Pick<VariantText, 'parameters' | 'constants'> {
  return {
    parameters: [BROKERS, given('tables_path', `folder of the ${format} tables, as s3a://bucket/tables`)],
    constants: [PLAIN_KAFKA, `TABLES_PATH = "${parameter('tables_path')}"`],
  }
}

const PLACES: Readonly<Record<Exclude<Variant, 'files'>, Pick<VariantText, 'parameters' | 'constants'>>> = {
  'open-source': openSource('Delta'),
  'open-source-iceberg': {
    parameters: [
      BROKERS,
      given('lake_catalog_type', "Iceberg's kind of catalog: hadoop, hive, rest, glue, …", { default: 'hadoop' }),
      given('lake_warehouse', 'where tables are kept, as s3a://bucket/lake'),
      given('lake_database', 'the database of the tables', { default: 'streambed' }),
    ],
    constants: [
      PLAIN_KAFKA,
      `CATALOG, SCHEMA = "lake", "\`${parameter('lake_database')}\`"`,
      `LAKE = {
    "spark.sql.catalog.lake": "org.apache.iceberg.spark.SparkCatalog",
    "spark.sql.catalog.lake.type": "${parameter('lake_catalog_type')}",
    "spark.sql.catalog.lake.warehouse": "${parameter('lake_warehouse')}",
}`,
    ],
  },
  'open-source-hudi': openSource('Hudi'),
  databricks: {
    parameters: [
      BROKERS,
      given('secret_scope', 'scope of secrets that holds the Kafka password'),
      given('kafka_user', 'user or API key for SASL/PLAIN'),
      given('kafka_password_key', "the password's key in the scope"),
      given('catalog', 'catalog of Unity Catalog'),
      given('schema', 'schema in the catalog'),
    ],
    constants: [
      `CATALOG, SCHEMA = "${parameter('catalog')}", "${parameter('schema')}"`,
      'from databricks.sdk.runtime import dbutils  # noqa: E402',
      `PASSWORD = dbutils.secrets.get("${parameter('secret_scope')}", "${parameter('kafka_password_key')}")`,
      `KAFKA = {
    "kafka.bootstrap.servers": "${parameter('kafka_bootstrap_servers')}",
    "kafka.security.protocol": "SASL_SSL",
    "kafka.sasl.mechanism": "PLAIN",
    "kafka.sasl.jaas.config": "kafkashaded.org.apache.kafka.common.security.plain.PlainLoginModule required "
    f'username="${parameter('kafka_user')}" password="{PASSWORD}";',
}`,
    ],
  },
  synapse: {
    parameters: [
      given('event_hubs_namespace', 'name of the Event Hubs namespace, whose Kafka endpoint is read'),
      given('key_vault', 'name of the key vault'),
      given('connection_string_secret', "the secret that holds the namespace's connection string"),
      given('storage_account', 'name of the account with hierarchical namespace'),
      given('container', 'container of the Delta tables'),
    ],
    constants: [
      `TABLES_PATH = "abfss://${parameter('container')}@${parameter('storage_account')}.dfs.core.windows.net/tables"`,
      'from notebookutils import mssparkutils  # noqa: E402',
      `CONNECTION = mssparkutils.credentials.getSecret("${parameter('key_vault')}", "${parameter('connection_string_secret')}")`,
      `KAFKA = {
    "kafka.bootstrap.servers": "${parameter('event_hubs_namespace')}.servicebus.windows.net:9093",
    "kafka.security.protocol": "SASL_SSL",
    "kafka.sasl.mechanism": "PLAIN",
    "kafka.sasl.jaas.config": "org.apache.kafka.common.security.plain.PlainLoginModule required "
    f'username="$ConnectionString" password="{CONNECTION}";',
}`,
    ],
  },
}

function kafkaText(variant: Exclude<Variant, 'files'>, names: SystemNames, source: Source): VariantText {
  const { parameters, constants } = PLACES[variant]
  const isOld = sparkVersionOf(variant) === '3.5'
  const text = isOld ? 'CAST(value AS STRING)' : 'try_validate_utf8(CAST(value AS STRING))'
  const payload = isAvro(source) ? 'value' : text
  return {
    parameters: [
      given('source_topic', 'topic (Event Hubs: hub) of the records'),
      given('max_offsets_per_trigger', 'records of a partition that a micro-batch reads at most', { default: '100000' }),
      given('sink_topics', 'topics of stream outputs where they are called differently, as JSON: {"alerts": "prod.alerts"}', {
        default: '{}',
      }),
      ...parameters,
    ],
    constants: [
      `TOPIC = "${parameter('source_topic')}"`,
      `MAX_OFFSETS = "${parameter('max_offsets_per_trigger')}"`,
      `TOPICS = json.loads('${parameter('sink_topics')}')`,
      ...constants,
    ],
    read: `def read(spark: SparkSession, partition: int) -> DataFrame:
    """A partition's records."""
    reader = spark.read if TRIGGER == "batch" else spark.readStream.option("maxOffsetsPerTrigger", MAX_OFFSETS)
    assigned = reader.format("kafka").options(**KAFKA).option("assign", json.dumps({TOPIC: [partition]}))
    return assigned.option("startingOffsets", "earliest").load().selectExpr(
        "${payload} AS ${names.payload}",
        "partition AS ${names.partition}",
        "offset AS ${names.offset}",
        "timestamp AS ${names.arrival}",
    )`,
    write: `def write(rows: DataFrame, name: str, target: str):
    if name not in TABLES:
        return publish(rows, name, target)
${LAKES[variant].append}


def publish(rows: DataFrame, name: str, topic: str):
    writer = rows.write if TRIGGER == "batch" else rows.writeStream
    writer = writer.format("kafka").options(**KAFKA).option("topic", topic)
    return writer.save() if TRIGGER == "batch" else start_query(writer, name).start()`,
    variants: !isOld,
  }
}
