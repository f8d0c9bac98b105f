import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { runCommandLine } from '../../cli/command-line'
import type { Terminal } from '../../cli/terminal'

export const root = resolve(__dirname, '../..')

export interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly error: string
}

/** Runs the command line in a process of its own. */
export function streambed(commandArguments: readonly string[], input?: string | Uint8Array, cwd = root): Promise<Outcome> {
  return new Promise((done, failed) => {
    const loader = require.resolve('tsx')
    const program = resolve(root, 'cli/main.ts')
    const child = spawn(process.execPath, ['--import', loader, program, ...commandArguments], {
      cwd,
      env: { ...process.env, NO_COLOR: '1' },
    })
    let out = ''
    let error = ''
    child.stdout.on('data', chunk => {
      out += String(chunk)
    })
    child.stderr.on('data', chunk => {
      error += String(chunk)
    })
    child.on('error', failed)
    child.on('close', code => done({ code, out, error }))
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/** Runs the command line in this process: much faster, but only for pipelines in text form, since TypeScript is loaded by Node.js itself. */
export async function commandLine(commandArguments: readonly string[]): Promise<Outcome> {
  let out = ''
  let error = ''
  const terminal: Terminal = {
    out: text => {
      out += text
    },
    error: text => {
      error += text
    },
    interactive: false,
    columns: 80,
    style: (_style, text) => text,
  }
  const code = await runCommandLine(commandArguments, terminal)
  return { code, out, error }
}
