import type { Driver } from '../driver'
import { beamYamlDriver } from './beam-yaml'
import { duckdbDriver } from './duckdb'
import { flinkSqlDriver } from './flink-sql'
import { googleSqlDrivers } from './googlesql'
import { kafkaStreamsDriver } from './kafka-streams'
import { runtimeDriver } from './runtime'
import { sparkDriver } from './spark'

/** Every driver, in the order in which they run: the fast ones first. */
export const DRIVERS: readonly Driver[] = [runtimeDriver, duckdbDriver, kafkaStreamsDriver, beamYamlDriver, flinkSqlDriver, ...googleSqlDrivers, sparkDriver]
