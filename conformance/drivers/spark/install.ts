import { join } from 'node:path'
import type { Progress } from '../../driver'
import { installPython } from '../../install'
import requirements from './requirements.json'

export const SPARK_VERSION = '4.1.4'

/** PySpark brings Spark's jars along; it needs a Java 17 or later on the PATH. Gives the path of `python`. */
export function installSpark(folder: string, progress: Progress): Promise<string> {
  return installPython({
    what: `PySpark ${SPARK_VERSION}`,
    folder: join(folder, 'python'),
    requirements,
    progress,
  })
}
