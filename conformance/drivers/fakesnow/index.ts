import type { Driver } from '../../driver'
import { ranInFirstForm } from '../second-form'
import { DIFFERENCES } from './differences'
import { installFakeSnow, VERSION } from './install'
import { cannotRun, runOnFakeSnow } from './run'

const driverOf = (name: string, variant: string, more: Partial<Driver>): Driver => ({
  name,
  engine: { name: 'snowflake', variant },
  runs: `fakesnow ${VERSION}, which writes Snowflake's SQL as DuckDB's`,
  differences: [],
  carries: ['arrival times', 'line ends in records'],
  install: installFakeSnow,
  run: runOnFakeSnow(variant),
  ...more,
})

/** Both forms with the end of the input declared; the task's statements are run once, without the task. */
export const fakeSnowDrivers: readonly Driver[] = [
  driverOf('fakesnow', 'dynamic-table', { differences: DIFFERENCES, leavesOut: cannotRun }),
  driverOf('fakesnow-task', 'task', { leavesOut: testCase => cannotRun(testCase) ?? ranInFirstForm(testCase) }),
]
