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
  /** By pinned version, `pyspark==4.1.4`, the SHA-256 of each of its archives; also what they depend on. Written by `lock_python.py`. */
  readonly requirements: Readonly<Record<string, readonly string[]>>
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
      const lines = Object.entries(requirements).map(([pinned, sums]) => [pinned, ...sums.map(sum => `--hash=sha256:${sum}`)].join(' '))
      writeFileSync(file, `${lines.join('\n')}\n`)
      let collected = 0
      await run(
        python,
        // PySpark is built here, of hundreds of megabytes: what is unpacked at once need not be packed tightly.
        [
          ...['-m', 'pip', 'install', '--no-input', '--no-compile', '--progress-bar', 'off'],
          ...['--config-settings=--build-option=--compression=stored', '--require-hashes', '--requirement', file],
        ],
        line => {
          if (line.startsWith('Collecting ')) progress(`installing ${what}: ${++collected} packages found`)
          if (line.startsWith('Installing ')) progress(`installing ${what}: unpacking`)
        },
      )
      const frozen = await run(python, ['-m', 'pip', 'freeze'])
      writeFileSync(join(folder, 'freeze.txt'), `${frozen.join('\n')}\n`)
    },
    verify: () => (existsSync(python) ? [] : [`${python} is missing`]),
  })
  return python
}
