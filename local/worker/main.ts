/** The worker's process: `node main.js <directory of the replay>`. Tells its parent what it did; ends when the parent does. */
import { readFileSync } from 'node:fs'
import { runPaths } from '../run/paths'
import type { WorkerMessage, WorkerSettings } from './messages'
import { progressOf } from './task'
import { runWorker } from './worker'

const tell = (message: WorkerMessage): void => {
  if (process.connected) process.send?.(message)
}

async function main(): Promise<void> {
  const paths = runPaths(process.argv[2])
  const settings: WorkerSettings = JSON.parse(readFileSync(paths.settings, 'utf8'))
  await runWorker(
    paths,
    settings,
    report => tell(progressOf(report)),
    () => tell({ kind: 'ready' }),
  )
  tell({ kind: 'done' })
  process.disconnect?.()
}

// Ctrl-C reaches every process of the terminal; the parent decides when the worker ends.
process.on('SIGINT', () => undefined)
process.on('disconnect', () => process.exit())
process.once('message', () => {
  main().catch(fail)
})

function fail(error: unknown): void {
  tell({ kind: 'failed', problem: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  process.exitCode = 1
  process.disconnect?.()
}
