import type { Driver } from '../../driver'
import { DIFFERENCES } from './differences'
import { installModel } from './install'
import { runOnModel } from './run'

export const risingwaveModelDriver: Driver = {
  name: 'risingwave-model',
  engine: { name: 'risingwave', variant: 'kafka' },
  runs: 'a model of the documented rules of RisingWave',
  differences: DIFFERENCES,
  leavesOut: ({ partitions }) =>
    partitions.length > 1 ? 'the documentation does not say how the watermarks of partitions are brought together' : undefined,
  install: installModel,
  run: runOnModel,
}
