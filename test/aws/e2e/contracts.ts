import { join, resolve } from 'node:path'
import { startProcess } from '../../../conformance/process'
import type { Emulator } from '../emulator'
import type { Checks } from './checks'

const ROOT = resolve(__dirname, '../../..')
const FILE = 'test/aws/contracts.emulator.ts'

/** Runs the contracts of the storage that functions use, on the emulator. */
export async function runContracts(emulator: Emulator, checks: Checks, folder: string): Promise<void> {
  const logFile = join(folder, 'contracts.log')
  const jest = startProcess({
    command: process.execPath,
    arguments: [join(ROOT, 'node_modules/jest/bin/jest.js'), '--testMatch', `**/${FILE}`, '--maxWorkers', '1', '--forceExit'],
    folder: ROOT,
    environment: emulator.environment,
    logFile,
  })
  let [passed, failed] = [0, 0]
  const counts = jest.waitFor(/^Tests:/, 300_000).then(line => {
    passed = Number(/(\d+) passed/.exec(line)?.[1] ?? 0)
    failed = Number(/(\d+) failed/.exec(line)?.[1] ?? 0)
  })
  await counts.finally(() => jest.stop())
  const problem = failed > 0 || passed === 0 ? `${failed} failed; their log is ${logFile}` : undefined
  checks.check(`contracts of table, bucket, stream and outbox: ${passed} tests`, problem)
}
