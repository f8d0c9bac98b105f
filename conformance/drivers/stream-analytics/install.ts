import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Progress } from '../../driver'
import { installOnce } from '../../install'
import { runProcess } from '../../process'

/** Pinned. Its postinstall script downloads Microsoft's local engine from a storage account, which needs .NET 8. */
const PACKAGE = 'azure-streamanalytics-cicd@4.0.0'
const TIMEOUT_MS = 20 * 60_000

export const toolOf = (folder: string) => join(folder, 'tool', 'node_modules', 'azure-streamanalytics-cicd', 'lib', 'main.js')

/** Why it can't be installed here; undefined where it may be. */
export function whyNotHere(): string | undefined {
  const { status, stdout } = spawnSync('dotnet', ['--list-runtimes'], { encoding: 'utf8' })
  if (status !== 0) return 'there is no .NET here, which the local engine of Stream Analytics needs'
  return /^Microsoft\.NETCore\.App 8\./m.test(stdout) ? undefined : 'the local engine of Stream Analytics needs .NET 8'
}

export async function installLocalEngine(folder: string, progress: Progress): Promise<void> {
  const reason = whyNotHere()
  if (reason !== undefined) throw new Error(`${reason}; install .NET 8, or leave --engine stream-analytics out`)
  const tool = join(folder, 'tool')
  await installOnce({
    what: `the local engine of Stream Analytics (${PACKAGE})`,
    folder: tool,
    wanted: { package: PACKAGE },
    progress,
    install: async logFile => {
      await runProcess({
        command: process.platform === 'win32' ? 'npm.cmd' : 'npm',
        arguments: ['install', '--prefix', tool, '--no-audit', '--no-fund', PACKAGE],
        folder: tool,
        logFile,
        timeoutMs: TIMEOUT_MS,
      })
    },
    verify: () => (existsSync(toolOf(folder)) ? [] : [`${toolOf(folder)} is missing`]),
  })
}
