import type { Variables } from './environment'
import { readLogLevel } from './environment'
import { Log, type WriteLine, writeToOutput } from './log'

/** What every handler may be given instead of what Lambda has; for tests and other hosts. */
export interface HandlerOptions {
  /** @default the process's */
  readonly variables?: Variables
  /** Epoch ms. @default the clock of the machine */
  readonly now?: () => number
  /** Where log lines and metrics go. @default the standard output */
  readonly writeLine?: WriteLine
}

export interface Surroundings {
  readonly variables: Variables
  readonly now: () => number
  readonly writeLine: WriteLine
  readonly log: Log
}

/** @throws EnvironmentError for an unknown log level. */
export function surroundingsOf({ variables = process.env, now = Date.now, writeLine = writeToOutput }: HandlerOptions): Surroundings {
  return { variables, now, writeLine, log: new Log(writeLine, readLogLevel(variables)) }
}
