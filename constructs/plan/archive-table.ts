import { type DataType, type Field, type Issue, type Source, sha256, shown, type TimestampWire } from '../../pipeline'
import type { CatalogColumn, IcebergTablePlan } from './catalog-plan'
import { hiveType } from './hive-types'
import { type NameChild, snakeCase } from './names'
import type { Removal } from './plan'
import { joined, nameOf } from './references'

const INSTEAD = "archive: 'objects' keeps records as they are"

/**
 * Why Firehose can't write a source's records into an Iceberg table: it takes records of JSON alone, and columns must be called as the members are, to the letter, while Glue
 * has names in lower case only. https://docs.aws.amazon.com/firehose/latest/dev/apache-iceberg-considerations.html
 */
export function checkIcebergArchive({ format, fields }: Source): readonly Issue[] {
  const wrongFormat: Issue = {
    code: 'no-equivalent',
    path: 'source.format',
    message: 'Firehose writes JSON alone into an Iceberg table',
    got: format,
    allowed: 'json',
    hint: INSTEAD,
  }
  return [...(format === 'json' ? [] : [wrongFormat]), ...checkNames(fields, 'source.fields')]
}

function checkNames(fields: readonly Field[], path: string): readonly Issue[] {
  return fields.flatMap(({ wireName, type }, i): readonly Issue[] => {
    const wrongName: Issue = {
      code: 'bad-name',
      path: `${path}[${i}].wireName`,
      message: 'Firehose needs a column of this name, and Glue has none',
      got: shown(wireName),
      allowed: 'lower-case letters, digits and _',
      hint: INSTEAD,
    }
    const inner = innermost(type)
    return [
      ...(/^[a-z0-9_]{1,255}$/.test(wireName) ? [] : [wrongName]),
      ...(inner.kind === 'record' ? checkNames(inner.fields, `${path}[${i}].type.fields`) : []),
    ]
  })
}

const innermost = (type: DataType): DataType => (type.kind === 'list' ? innermost(type.element) : type)

export interface ArchiveTableInput {
  readonly child: NameChild
  readonly source: Source
  readonly databaseName: string
  readonly removal: Removal
}

/** The table of a source's events, and a query that reads it. Its name has a digest of its columns: Iceberg's metadata knows nothing of columns that a deployment changes in Glue. */
export function planArchiveTable({ child, source, databaseName, removal }: ArchiveTableInput): {
  readonly table: IcebergTablePlan
  readonly sql: string
} {
  const columns = source.fields.map(columnOf)
  const digest = sha256(JSON.stringify(columns)).slice(0, 8)
  const tableName = `${snakeCase(source.name)}_archive_${digest}`
  return {
    table: {
      child: child('archive-table'),
      tableName,
      description: `Events of ${source.name} as they came, some perhaps twice`,
      columns,
      location: joined('s3://', nameOf(child('lake')), `/archive-table/${tableName}`),
      removal,
    },
    sql: [
      '-- Firehose delivers at least once: an event may be there twice',
      `SELECT ${source.fields.map(selected).join(', ')}`,
      `FROM "${databaseName}"."${tableName}"`,
      'LIMIT 100',
    ].join('\n'),
  }
}

function columnOf({ wireName, type }: Field): CatalogColumn {
  return { name: wireName, type: columnType(type), ...(type.kind === 'timestamp' && { comment: `a time, ${type.wire}` }) }
}

/**
 * The type of a column that takes a value as it stands in JSON. Firehose reads times as microseconds alone, so that others stay the texts and numbers that they are.
 * https://docs.aws.amazon.com/firehose/latest/dev/apache-iceberg-destination-supp.html
 */
function columnType(type: DataType): string {
  switch (type.kind) {
    case 'timestamp':
      return TIME_TYPES[type.wire]
    case 'list':
      return `array<${columnType(type.element)}>`
    case 'record':
      return `struct<${type.fields.map(field => `${field.wireName}:${columnType(field.type)}`).join(',')}>`
    default:
      return hiveType(type)
  }
}

const TIME_TYPES: Readonly<Record<TimestampWire, string>> = {
  iso8601: 'string',
  sql: 'string',
  'epoch-s': 'bigint',
  'epoch-ms': 'bigint',
  'epoch-us': 'timestamp',
  'epoch-ns': 'bigint',
}

/** Times as Athena's own. https://trino.io/docs/current/functions/datetime.html */
const TIME_READERS: Readonly<Record<TimestampWire, (column: string) => string>> = {
  iso8601: column => `from_iso8601_timestamp(${column})`,
  sql: column => `CAST(${column} AS timestamp)`,
  'epoch-s': column => `from_unixtime_nanos(${column} * 1000000000)`,
  'epoch-ms': column => `from_unixtime_nanos(${column} * 1000000)`,
  'epoch-us': column => column,
  'epoch-ns': column => `from_unixtime_nanos(${column})`,
}

function selected({ wireName, type }: Field): string {
  const column = `"${wireName}"`
  const read = type.kind === 'timestamp' ? TIME_READERS[type.wire](column) : column
  return read === column ? column : `${read} AS ${column}`
}
