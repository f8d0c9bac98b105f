import type { Driver } from '../../driver'
import { readByParser } from '../../models/risingwave/check'
import { readFirst } from '../read-first'
import { DIFFERENCES } from './differences'
import { installModel, parserFolder } from './install'
import { runOnModel } from './run'

export const risingwaveModelDriver: Driver = {
  name: 'risingwave-model',
  engine: { name: 'risingwave', variant: 'kafka' },
  runs: 'a model of the documented rules of RisingWave; sqlglot reads the text',
  differences: DIFFERENCES,
  leavesOut: ({ partitions }) =>
    partitions.length > 1 ? 'the documentation does not say how the watermarks of partitions are brought together' : undefined,
  install: installModel,
  run: readFirst((cases, folder, progress) => readByParser(cases, parserFolder(folder), progress), runOnModel),
}
