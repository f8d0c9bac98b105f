import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Progress } from '../driver'
import { runProcess } from '../process'
import { installOnce } from './once'

const TIMEOUT_MS = 30 * 60_000

export interface PythonEnvironment {
  /** For progress and errors: `Apache Beam 2.77.0`. */
  readonly what: string
  /** A folder of its own for the environment. */
  readonly folder: string
  /**
   * Lines of a requirements file, each with a pinned version: `pyspark==4.1.4`; with `--hash=sha256:…` on each line pip verifies them. Pin what they depend on, too: the
   * folder's `freeze.txt` lists all.
   */
  readonly requirements: readonly string[]
  readonly progress: Progress
}

/** Installs Python packages into an environment of their own, and gives the path of its `python`. */
export async function installPython({ what, folder, requirements, progress }: PythonEnvironment): Promise<string> {
  const python = join(folder, 'bin', 'python')
  await installOnce({
    what,
    folder,
    wanted: { requirements },
    progress,
    install: async logFile => {
      const run = (command: string, given: readonly string[], onLine?: (line: string) => void) =>
        runProcess({ command, arguments: given, folder, logFile, timeoutMs: TIMEOUT_MS, ...(onLine && { onLine }) })
      await run('python3', ['-m', 'venv', folder])
      const file = join(folder, 'requirements.txt')
      writeFileSync(file, `${requirements.join('\n')}\n`)
      let collected = 0
      await run(python, ['-m', 'pip', 'install', '--no-input', '--progress-bar', 'off', '--requirement', file], line => {
        if (line.startsWith('Collecting ')) progress(`installing ${what}: ${++collected} packages found`)
        if (line.startsWith('Installing ')) progress(`installing ${what}: unpacking`)
      })
      const frozen = await run(python, ['-m', 'pip', 'freeze'])
      writeFileSync(join(folder, 'freeze.txt'), `${frozen.join('\n')}\n`)
    },
    verify: () => (existsSync(python) ? [] : [`${python} is missing`]),
  })
  return python
}
