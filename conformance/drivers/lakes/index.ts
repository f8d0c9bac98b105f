import type { ConformanceCase } from '../../case'
import type { Driver } from '../../driver'
import { FLINK_VERSION } from '../flink-sql/install'
import { SPARK_VERSION } from '../spark/install'
import { DIFFERENCES } from './differences'
import { DELTA_VERSION, HUDI_VERSION, ICEBERG_VERSION, installFlinkForIceberg, installReaders, OLD_SPARK_VERSION } from './install'
import { runOnFlinkLake, runOnSparkLake, SPARK_LAKES } from './run'

/** What a table may hold otherwise than a topic: values of every type, names, and real data in partitions. Of streams few: each takes every lake seconds. */
const CASES =
  /^examples\/posts|^identifiers\/|^steps\/archive-rows$|^values\/(int64-big|double-exact-sums|decimal-.*|enum-min-max|timestamp-min-max|date-min-max|(boolean|bytes|list)-first-last)$/
/** Spark 3.5 reads JSON in a way of its own. */
const RECORDS = /^records\/(numbers|decimals-as-texts|bad-wrong-type-of-(text|number))$/

const leavesOutBut =
  (...chosen: readonly RegExp[]) =>
  ({ name }: ConformanceCase) =>
    chosen.some(names => names.test(name))
      ? undefined
      : "the same engine's driver for files or topics runs it; only what tables decide is run here"

const RUNS = {
  delta: `Apache Spark ${SPARK_VERSION} with Delta ${DELTA_VERSION}, read by deltalake and DuckDB`,
  iceberg: `Apache Spark ${SPARK_VERSION} with Iceberg ${ICEBERG_VERSION}, read by pyiceberg and DuckDB`,
  hudi: `Apache Spark ${OLD_SPARK_VERSION} with Hudi ${HUDI_VERSION}, read by hudi-rs and DuckDB`,
}

/** Tables of lakes that engines write, and that others read. */
export const lakeDrivers: readonly Driver[] = [
  {
    name: 'flink-sql-iceberg',
    engine: { name: 'flink-sql', variant: 'open-source' },
    runs: `Apache Flink ${FLINK_VERSION} with Iceberg ${ICEBERG_VERSION}, read by pyiceberg and DuckDB`,
    differences: [],
    leavesOut: leavesOutBut(CASES),
    async install(folder, progress) {
      await installFlinkForIceberg(folder, progress)
      await installReaders(folder, progress)
    },
    run: runOnFlinkLake,
  },
  ...SPARK_LAKES.map(
    (lake): Driver => ({
      name: `spark-${lake.format}`,
      engine: { name: 'spark', variant: lake.variant },
      runs: RUNS[lake.format],
      differences: DIFFERENCES[lake.format],
      leavesOut: lake.format === 'hudi' ? leavesOutBut(CASES, RECORDS) : leavesOutBut(CASES),
      async install(folder, progress) {
        await lake.install(folder, progress)
        await installReaders(folder, progress)
      },
      run: runOnSparkLake(lake),
    }),
  ),
]
