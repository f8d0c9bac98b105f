import type { Driver } from '../../driver'
import { DIFFERENCES } from './differences'
import { installGoogleSql, VERSION } from './install'
import { runOnGoogleSql, tooLarge } from './run'

const driverOf = (name: string, variant: string): Driver => ({
  name,
  engine: { name: 'bigquery', variant },
  runs: `GoogleSQL's reference implementation ${VERSION}`,
  differences: DIFFERENCES,
  leavesOut: tooLarge,
  install: installGoogleSql,
  run: runOnGoogleSql(variant),
})

/** The views of both variants; the scheduled one with the end of the input declared. */
export const googleSqlDrivers: readonly Driver[] = [driverOf('googlesql', 'batch'), driverOf('googlesql-scheduled', 'scheduled')]
