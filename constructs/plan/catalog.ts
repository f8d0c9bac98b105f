import type { Output } from '../../pipeline'
import type { CatalogColumn, CatalogPlan, CatalogTablePlan, NamedQueryPlan } from './catalog-plan'
import { hiveType } from './hive-types'
import { type NameChild, type OutputNames, snakeCase } from './names'
import { addedColumns, type Projection, partitionsOf, projectionsOf } from './partitions'
import type { Removal } from './plan'
import { arnOf, joined, nameOf, type Text } from './references'

export interface CatalogInput {
  readonly pipeline: string
  readonly environment: string
  readonly outputs: readonly OutputNames[]
  readonly firstDay: string
  readonly queryBytesLimit: number
  readonly isTemporary: boolean
  /** Of the database. @default 'destroy': all tables are descriptions of files */
  readonly databaseRemoval?: Removal
  readonly child: NameChild
  /** Appended to the names of database and workgroup: empty for the first generation. */
  readonly suffix: string
}

const PARQUET = {
  inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
} as const
// Readers of Delta take files and columns from the log; what Hive's readers would need must be there all the same.
const DELTA = {
  inputFormat: 'org.apache.hadoop.mapred.SequenceFileInputFormat',
  outputFormat: 'org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat',
  serializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
} as const

/** Glue's database, a table for each output (and where its partitions can be projected, one more for readers of plain Parquet), Athena's workgroup and queries. */
export function planCatalog(input: CatalogInput): CatalogPlan {
  const { pipeline, environment, outputs, child, suffix } = input
  const databaseName = `${snakeCase(pipeline)}_${environment}${snakeCase(suffix)}`
  return {
    database: {
      child: child('database'),
      databaseName,
      description: `What the pipeline ${pipeline} writes`,
      location: lakePath(child, 'tables/'),
      removal: input.databaseRemoval ?? 'destroy',
    },
    tables: outputs.flatMap(names => [deltaTable(names, child), ...parquetTable(names, input)]),
    workgroup: {
      child: child('workgroup'),
      workgroupName: `${pipeline}-${environment}${suffix}`,
      description: `Queries of what the pipeline ${pipeline} writes`,
      resultLocation: lakePath(child, 'query-results/'),
      key: arnOf('key'),
      bytesScannedCutoff: input.queryBytesLimit,
      enforce: true,
      publishMetrics: true,
      engineVersion: 'Athena engine version 3',
      forceDestroy: input.isTemporary,
    },
    queries: outputs.map(names => newestRows(names, databaseName, child)),
  }
}

const lakePath = (child: NameChild, path: string): Text => joined('s3://', nameOf(child('lake')), `/${path}`)
const columnsOf = (output: Output): readonly CatalogColumn[] =>
  output.columns.map(({ name, type }) => ({ name: name.toLowerCase(), type: hiveType(type) }))

/**
 * A table that Athena, Trino, Glue and EMR know as Delta by `spark.sql.sources.provider`; its schema is for people and for Lake Formation, the log's counts.
 * https://docs.aws.amazon.com/athena/latest/ug/delta-lake-tables.html
 */
function deltaTable({ output, child: name, table }: OutputNames, child: NameChild): CatalogTablePlan {
  const location = lakePath(child, `tables/${output.name}/`)
  return {
    child: child(`table-${name}`),
    tableName: table,
    description: `${output.name}, as Delta Lake`,
    tableType: 'EXTERNAL_TABLE',
    format: 'delta',
    parameters: { EXTERNAL: 'TRUE', classification: 'delta', table_type: 'DELTA', 'spark.sql.sources.provider': 'delta' },
    columns: [...columnsOf(output), ...addedColumns(output)],
    partitionKeys: [],
    location,
    ...DELTA,
    serdeParameters: { 'serialization.format': '1', path: location },
  }
}

function parquetTable({ output, child: name, table }: OutputNames, { firstDay, child }: CatalogInput): readonly CatalogTablePlan[] {
  const projections = projectionsOf(output, firstDay)
  if (projections === undefined) return []
  const location = lakePath(child, `tables/${output.name}/`)
  const keys = new Set(partitionsOf(output).flatMap(({ column, unit }) => (unit === 'value' ? [column.toLowerCase()] : [])))
  return [
    {
      child: child(`table-${name}-parquet`),
      tableName: `${table}_parquet`,
      description: `${output.name}, as plain Parquet with projected partitions from ${firstDay} on, for readers without Delta`,
      tableType: 'EXTERNAL_TABLE',
      format: 'parquet',
      parameters: {
        EXTERNAL: 'TRUE',
        classification: 'parquet',
        'projection.enabled': 'true',
        ...Object.assign({}, ...projections.map(projectionParameters)),
        'storage.location.template': lakePath(child, `tables/${output.name}/${projections.map(({ folder }) => `${folder}/`).join('')}`),
      },
      columns: columnsOf(output).filter(column => !keys.has(column.name)),
      partitionKeys: projections.map(({ key }) => key),
      location,
      ...PARQUET,
      serdeParameters: { 'serialization.format': '1' },
    },
  ]
}

function projectionParameters({ key, parameters }: Projection): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`projection.${key.name}.${name}`, value]))
}

function newestRows({ output, child: name, table }: OutputNames, database: string, child: NameChild): NamedQueryPlan {
  const time = output.windowed === null ? output.columns.find(({ type }) => type.kind === 'timestamp')?.name : 'windowStart'
  const order = time === undefined ? '' : `\nORDER BY ${quoted(time)} DESC`
  return {
    child: child(`query-${name}`),
    queryName: `${output.name}: newest ${output.windowed === null ? 'events' : 'windows'}`,
    description: `The newest hundred ${output.windowed === null ? 'events' : 'windows'} of ${output.name}`,
    sql: `SELECT ${output.columns.map(column => quoted(column.name)).join(', ')}\nFROM ${quoted(database)}.${quoted(table)}${order}\nLIMIT 100`,
  }
}

const quoted = (name: string): string => `"${name.toLowerCase()}"`
