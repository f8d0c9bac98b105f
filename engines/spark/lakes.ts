import type { Output } from '../../pipeline'
import { partitionName, partitionsOf, tableColumns } from './columns'
import { pythonText } from './python'

/** How tables are kept, as parts of a Python program. */
export interface Lake {
  /** Format of the dead letters, which go to a folder. */
  readonly letters: 'delta' | 'json'
  /** Where a table is, as an expression of Python. */
  target(table: string): string
  /** What the program knows of an output's table, as an expression of Python at `TABLES`. */
  entry(output: Output): string
  /** Comment of `TABLES`. */
  readonly comment: string
  /** Lines of `start` that come before all tables. */
  readonly prepare: readonly string[]
  /** Lines of `start` that make the table of `name`; none where the first write makes it. */
  readonly make: readonly string[]
  /** Lines of `write` that append `rows` to a table. */
  readonly append: string
}

const byPath = (table: string) => `f"{TABLES_PATH}/${table}"`
const inCatalog = (table: string) => `f"{CATALOG}.{SCHEMA}.\`${table}\`"`

/** Tables that a statement makes, of which the program knows name, columns and partitions. */
function declared(format: 'delta' | 'iceberg', nameOf: (table: string) => string, more = ''): Pick<Lake, 'entry' | 'comment' | 'make'> {
  return {
    comment: 'Tables are made where they are not there yet.',
    entry: output => {
      const partitions = partitionsOf(output).map(partition => `\`${partitionName(partition)}\``)
      const by = partitions.length === 0 ? '' : ` PARTITIONED BY (${partitions.join(', ')})`
      const columns = tableColumns(output).map(column => `            ${pythonText(column)},`)
      return `(\n        ${nameOf(output.into.name)},\n        [\n${columns.join('\n')}\n        ],\n        ${pythonText(by)},\n    )`
    },
    make: [
      'table, columns, partitioned = TABLES[name]',
      `spark.sql(f"CREATE TABLE IF NOT EXISTS {table} ({', '.join(columns)}) USING ${format}{partitioned}${more}")`,
    ],
  }
}

const APPEND_IN_CATALOG = `    if TRIGGER == "batch":
        return rows.writeTo(target).append()
    return start_query(rows.writeStream, name).toTable(target)`

/** Delta tables that no catalog knows: `toTable` fails on them. */
export const DELTA_BY_PATH: Lake = {
  ...declared('delta', table => `f"delta.\`{TABLES_PATH}/${table}\`"`),
  letters: 'delta',
  prepare: [],
  target: byPath,
  append: `    if TRIGGER == "batch":
        return rows.write.format("delta").mode("append").save(target)
    return start_query(rows.writeStream.format("delta"), name).start(target)`,
}

export const DELTA_IN_CATALOG: Lake = {
  ...declared('delta', inCatalog),
  letters: 'delta',
  prepare: [],
  target: inCatalog,
  append: APPEND_IN_CATALOG,
}

/** A micro-batch has rows of many partitions, in no order: a writer keeps a file of each open. */
export const ICEBERG: Lake = {
  ...declared('iceberg', inCatalog, " TBLPROPERTIES ('format-version' = '2', 'write.spark.fanout.enabled' = 'true')"),
  letters: 'json',
  prepare: [
    'for name, value in LAKE.items():',
    '    spark.conf.set(name, value)',
    'spark.sql(f"CREATE NAMESPACE IF NOT EXISTS {CATALOG}.{SCHEMA}")',
  ],
  target: inCatalog,
  append: APPEND_IN_CATALOG,
}

/** Rows have no keys, so that none replaces another: Hudi gives each a key of its own. */
export const HUDI: Lake = {
  letters: 'json',
  prepare: [],
  target: byPath,
  comment: 'The columns by which each table is partitioned.',
  entry: output => pythonText(partitionsOf(output).map(partitionName).join(',')),
  make: [],
  append: `    options = {
        "hoodie.table.name": target.rsplit("/", 1)[1],
        "hoodie.datasource.write.operation": "insert",
        "hoodie.datasource.write.partitionpath.field": TABLES[name],
        "hoodie.datasource.write.hive_style_partitioning": "true",
        "hoodie.datasource.write.partitionpath.urlencode": "true",
    }
    if TRIGGER == "batch":
        return rows.write.format("hudi").options(**options).mode("append").save(target)
    return start_query(rows.writeStream.format("hudi").options(**options), name).start(target)`,
}
