import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Versions are fixed, so that a failure is ours and not that of a new release. */
const PACKAGES = ['deltalake==1.6.6', 'duckdb==1.5.6', 'pyarrow==26.0.1']
const DIRECTORY = join('.cache', 'readers')

/** The Python that has the readers; installed below `.cache/readers` at the first call, which takes a minute. */
export function readersPython(): string {
  const python = process.platform === 'win32' ? join(DIRECTORY, 'Scripts', 'python.exe') : join(DIRECTORY, 'bin', 'python')
  const stamp = join(DIRECTORY, 'installed.txt')
  const wanted = PACKAGES.join('\n')
  if (existsSync(stamp) && existsSync(python) && readFileSync(stamp, 'utf8') === wanted) return python
  console.log(`installing ${PACKAGES.join(', ')} into ${DIRECTORY}`)
  run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', DIRECTORY])
  run(python, ['-m', 'pip', 'install', '--progress-bar', 'on', ...PACKAGES])
  writeFileSync(stamp, wanted)
  return python
}

function run(command: string, parameters: readonly string[]): void {
  const { status, error } = spawnSync(command, parameters, { stdio: 'inherit' })
  if (error) throw error
  if (status !== 0)
    throw new Error(`${command} ${parameters.join(' ')} ended with code ${status}; install Python 3.10 or later with pip and venv`)
}
