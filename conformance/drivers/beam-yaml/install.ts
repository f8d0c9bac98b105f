import { join } from 'node:path'
import type { Progress } from '../../driver'
import { installPython } from '../../install'
import requirements from './requirements.json'

/** Gives the path of the environment's `python`. */
export async function installBeam(folder: string, progress: Progress): Promise<string> {
  return await installPython({ what: 'Apache Beam 2.77.0', folder: join(folder, 'python'), requirements, progress })
}
