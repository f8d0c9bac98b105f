import type { Terminal } from './terminal'

/** Everything worked. */
export const DONE = 0
/** The pipeline or its input is invalid. */
export const INVALID = 1
/** Wrong usage. */
export const WRONG_USAGE = 2

export interface Command {
  readonly help: string
  /** Gives the exit code. Throws `UsageError` and `InputError`. */
  run(commandArguments: readonly string[], terminal: Terminal): Promise<number>
}
