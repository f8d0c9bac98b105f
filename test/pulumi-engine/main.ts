/** Runs the suites that need the real Pulumi engine (`*.engine.ts`), with Jest's arguments. It builds the engine once. */
import { spawnSync } from 'node:child_process'
import { delimiter, join, resolve } from 'node:path'
import { installPulumi } from './cli/install'

const root = resolve(__dirname, '../..')

async function main(): Promise<number> {
  const folders = await installPulumi(line => console.log(line))
  if (folders === undefined) {
    console.log('the lifecycle tests need `pulumi`, or `go` (1.26 or newer) to build it, on the PATH: they are skipped')
    return process.env['CI'] ? 1 : 0
  }
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/jest/bin/jest.js'), '--config', join(__dirname, 'jest.config.cjs'), ...process.argv.slice(2)],
    { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: [...folders, process.env['PATH']].join(delimiter) } },
  )
  return status ?? 1
}

main().then(
  status => {
    process.exitCode = status
  },
  error => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  },
)
