import type { Driver } from '../../driver'
import { DIFFERENCES } from './differences'
import { installSpark, SPARK_VERSION } from './install'
import { runOnSpark } from './run'

export const sparkDriver: Driver = {
  name: 'spark',
  engine: { name: 'spark', variant: 'files' },
  runs: `Apache Spark ${SPARK_VERSION}`,
  differences: DIFFERENCES,
  async install(folder, progress) {
    await installSpark(folder, progress)
  },
  run: runOnSpark,
}
