import type { Driver } from '../../driver'
import { DIFFERENCES } from './differences'
import { FLINK_VERSION, installFlink } from './install'
import { runOnFlink } from './run'

export const flinkSqlDriver: Driver = {
  name: 'flink-sql',
  engine: { name: 'flink-sql', variant: 'files' },
  runs: `Apache Flink ${FLINK_VERSION}, a local cluster with files`,
  differences: DIFFERENCES,
  leavesOut: ({ partitions }) => (partitions.length > 1 ? 'files of one folder have one watermark: see flink-sql-kafka' : undefined),
  carries: ['bytes that are not UTF-8', 'Avro'],
  install: (folder, progress) => installFlink(folder, progress),
  run: runOnFlink,
}
