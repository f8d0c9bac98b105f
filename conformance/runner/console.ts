import { styleText } from 'node:util'
import type { Progress } from '../driver'

export type Style = (format: 'red' | 'yellow' | 'green' | 'dim', text: string) => string

/** Where the runner prints: results to `out`, and what goes on to the terminal's error stream. */
export interface Console {
  out(line: string): void
  readonly style: Style
  /** A progress bar on a terminal, elsewhere a line for each thing that begins. */
  progressOf(name: string): Progress
  /** Clears the bar. */
  endProgress(): void
}

const BAR_WIDTH = 24

/** This process's. */
export function processConsole(environment: NodeJS.ProcessEnv = process.env): Console {
  const { stdout, stderr } = process
  const colors = stdout.isTTY === true && !environment['NO_COLOR']
  const isTerminal = stderr.isTTY === true && environment['TERM'] !== 'dumb'
  let before = ''
  const clear = () => isTerminal && stderr.write('\r\u001b[K')
  return {
    out: line => {
      clear()
      stdout.write(`${line}\n`)
    },
    style: (format, text) => (colors ? styleText(format, text, { validateStream: false }) : text),
    progressOf: name => (what, share) => {
      if (isTerminal) stderr.write(`\r${bar(name, what, share).slice(0, (stderr.columns ?? 80) - 1)}\u001b[K`)
      // Names of cases and counts pass by without a line of their own.
      else if (share === undefined && before !== withoutCounts(what)) stderr.write(`${name}: ${what}\n`)
      before = withoutCounts(what)
    },
    endProgress: clear,
  }
}

const withoutCounts = (text: string): string => text.replace(/\d+/g, '')

function bar(name: string, what: string, share: number | undefined): string {
  if (share === undefined) return `${name}: ${what}`
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH)
  return `${name} ${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)} ${what}`
}
