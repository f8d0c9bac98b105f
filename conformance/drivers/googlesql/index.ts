import type { Driver } from '../../driver'
import { ranInFirstForm } from '../second-form'
import { DIFFERENCES } from './differences'
import { installGoogleSql, VERSION } from './install'
import { runOnGoogleSql, tooLarge } from './run'

const driverOf = (name: string, variant: string, leavesOut: Driver['leavesOut'] = tooLarge): Driver => ({
  name,
  engine: { name: 'bigquery', variant },
  runs: `GoogleSQL's reference implementation ${VERSION}`,
  differences: DIFFERENCES,
  carries: ['arrival times', 'line ends in records'],
  leavesOut,
  install: installGoogleSql,
  run: runOnGoogleSql(variant),
})

/** The views of both variants; the scheduled one with the end of the input declared. */
export const googleSqlDrivers: readonly Driver[] = [
  driverOf('googlesql', 'batch'),
  driverOf('googlesql-scheduled', 'scheduled', testCase => tooLarge(testCase) ?? ranInFirstForm(testCase)),
]
