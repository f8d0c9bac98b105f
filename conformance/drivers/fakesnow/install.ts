import { cpSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Progress } from '../../driver'
import { installPython } from '../../install'
import requirements from './requirements.json'

export const VERSION = '0.12.1'
export const PROGRAM = 'run_scripts.py'
/** Both drivers share it. */
const environmentFolder = (folder: string) => join(dirname(folder), 'fakesnow', 'python')
export const pythonOf = (folder: string) => join(environmentFolder(folder), 'bin', 'python')

/** With a connector below version 4: fakesnow reaches into its converters, which moved. */
export async function installFakeSnow(folder: string, progress: Progress): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await installPython({ what: `fakesnow ${VERSION}`, folder: environmentFolder(folder), requirements, progress })
  cpSync(join(__dirname, PROGRAM), join(folder, PROGRAM))
}
