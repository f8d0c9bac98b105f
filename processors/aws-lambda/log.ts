const LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type Level = (typeof LEVELS)[number]

/** Members of a log line. */
export type Members = Readonly<Record<string, string | number | boolean | null | undefined>>

/** Writes one line without its end. */
export type WriteLine = (line: string) => void

/** JSON lines for CloudWatch: a level, a message, and what tells invocations, shards and checkpoints apart. */
export class Log {
  constructor(
    private readonly write: WriteLine,
    private readonly least: string,
    private readonly members: Members = {},
  ) {}

  /** A log whose lines have more members. */
  with(members: Members): Log {
    return new Log(this.write, this.least, { ...this.members, ...members })
  }

  say(level: Level, message: string, members: Members = {}): void {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.least as Level)) return
    this.write(JSON.stringify({ level, message, ...this.members, ...members }))
  }

  /** An error with its kind and stack. */
  fail(message: string, error: unknown, members: Members = {}): void {
    const problem = error instanceof Error ? { error: error.name, problem: error.message, stack: error.stack } : { problem: String(error) }
    this.say('error', message, { ...problem, ...members })
  }
}

/** The function's standard output, from which Lambda makes log events. */
export const writeToOutput: WriteLine = line => {
  process.stdout.write(`${line}\n`)
}
