/** Compilers: a definition in, the text of one engine out. */
import { beamYaml } from './beam-yaml'
import { bigquery } from './bigquery'
import { duckdb } from './duckdb'
import type { Engine } from './engine'
import { flinkSql } from './flink-sql'
import { kafkaStreams } from './kafka-streams'
import { kql } from './kql'
import { ksqldb } from './ksqldb'
import { risingwave } from './risingwave'
import { snowflake } from './snowflake'
import { spark } from './spark'
import { streamAnalytics } from './stream-analytics'

export { allBadRecords, BAD_RECORDS, type BadRecord, type BadRecordFate, type BadRecords } from './bad-records'
export { checkEngine, compile } from './compile'
export type * from './engine'
export { engineIssueText, UnsupportedPipelineError } from './errors'
export { supportMatrix } from './matrix'
export { fillParameters, parameter } from './parameters'
export type { Refusal, RefusalKind, Rule } from './rule'

/** Every engine, by name. */
export const ENGINES: readonly Engine[] = [
  beamYaml,
  bigquery,
  duckdb,
  flinkSql,
  kafkaStreams,
  kql,
  ksqldb,
  risingwave,
  snowflake,
  spark,
  streamAnalytics,
]

/** @throws RangeError for a name that there is not */
export function findEngine(name: string): Engine {
  const engine = ENGINES.find(candidate => candidate.name === name)
  if (engine === undefined)
    throw new RangeError(`there is no engine '${name}'; allowed: ${ENGINES.map(candidate => candidate.name).join(', ')}`)
  return engine
}
