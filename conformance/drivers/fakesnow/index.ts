import type { Driver } from '../../driver'
import { DIFFERENCES } from './differences'
import { installFakeSnow, VERSION } from './install'
import { cannotRun, runOnFakeSnow } from './run'

const driverOf = (name: string, variant: string): Driver => ({
  name,
  engine: { name: 'snowflake', variant },
  runs: `fakesnow ${VERSION}, which writes Snowflake's SQL as DuckDB's`,
  differences: DIFFERENCES,
  leavesOut: cannotRun,
  install: installFakeSnow,
  run: runOnFakeSnow(variant),
})

/** Both forms with the end of the input declared; the task's statements are run once, without the task. */
export const fakeSnowDrivers: readonly Driver[] = [driverOf('fakesnow', 'dynamic-table'), driverOf('fakesnow-task', 'task')]
