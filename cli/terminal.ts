import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Where a command prints. Results go to `out`; everything that a person reads meanwhile goes to `error`. */
export interface Terminal {
  out(text: string): void
  error(text: string): void
  /** Whether a person watches what is written to `error`. */
  readonly interactive: boolean
  /** The width of the terminal in columns. */
  readonly columns: number
  /** Styled where `error` is a terminal with colors; `NO_COLOR` and `--no-color` turn it off. */
  style(style: Style, text: string): string
}

/** This process's terminal. */
export function processTerminal(environment: NodeJS.ProcessEnv = process.env): Terminal {
  const colors = process.stderr.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb'
  return {
    out: text => void process.stdout.write(text),
    error: text => void process.stderr.write(text),
    interactive: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
    style: (style, text) => (colors ? styleText(style, text, { validateStream: false }) : text),
  }
}
