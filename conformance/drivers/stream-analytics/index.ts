import type { Driver } from '../../driver'
import { DIFFERENCES } from './differences'
import { installLocalEngine, whyNotHere } from './install'
import { runOnLocalEngine } from './run'

/**
 * The local engine that Microsoft ships for Stream Analytics. NOT RUN YET: it could not be downloaded where this was written. Command, project and places of results
 * follow the README of the package; what it really writes may ask for changes in `run.ts`.
 */
export const streamAnalyticsDriver: Driver = {
  name: 'stream-analytics',
  engine: { name: 'stream-analytics', variant: 'local-project' },
  runs: 'the local engine of Azure Stream Analytics (azure-streamanalytics-cicd 4.0.0)',
  differences: DIFFERENCES,
  whyNotHere,
  leavesOut: ({ partitions }) => (partitions.length > 1 ? 'a local input has one partition' : undefined),
  install: installLocalEngine,
  run: runOnLocalEngine,
}
