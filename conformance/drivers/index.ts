import type { Driver } from '../driver'
import { awsLambdaDriver } from './aws-lambda'
import { beamYamlDriver } from './beam-yaml'
import { duckdbDriver } from './duckdb'
import { fakeSnowDrivers } from './fakesnow'
import { flinkSqlDriver } from './flink-sql'
import { flinkSqlKafkaDriver } from './flink-sql-kafka'
import { googleSqlDrivers } from './googlesql'
import { kafkaStreamsDriver } from './kafka-streams'
import { kqlModelDriver } from './kql-model'
import { ksqldbStandIn } from './ksqldb-stand-in'
import { lakeDrivers } from './lakes'
import { risingwaveModelDriver } from './risingwave-model'
import { runtimeDriver } from './runtime'
import { sparkDriver } from './spark'
import { sparkKafkaDriver } from './spark-kafka'
import { streamAnalyticsDriver } from './stream-analytics'
import { streamAnalyticsModelDriver } from './stream-analytics-model'

/** Every driver, in the order in which they run: the fast ones first. */
export const DRIVERS: readonly Driver[] = [
  runtimeDriver,
  awsLambdaDriver,
  duckdbDriver,
  streamAnalyticsModelDriver,
  kafkaStreamsDriver,
  kqlModelDriver,
  risingwaveModelDriver,
  ksqldbStandIn,
  flinkSqlDriver,
  flinkSqlKafkaDriver,
  beamYamlDriver,
  ...googleSqlDrivers,
  sparkDriver,
  sparkKafkaDriver,
  ...lakeDrivers,
  ...fakeSnowDrivers,
  streamAnalyticsDriver,
]
