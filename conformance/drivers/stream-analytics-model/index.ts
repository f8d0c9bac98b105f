import type { Driver } from '../../driver'
import { DIFFERENCES } from './differences'
import { installModel } from './install'
import { runOnModel } from './run'

export const streamAnalyticsModelDriver: Driver = {
  name: 'stream-analytics-model',
  engine: { name: 'stream-analytics', variant: 'job' },
  runs: 'a model of the documented rules of Azure Stream Analytics',
  differences: DIFFERENCES,
  install: installModel,
  run: runOnModel,
}
