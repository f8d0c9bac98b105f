import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { LineQueue } from './line-queue'
import { endWithThisProcess, groupEnded, signalGroup } from './process-groups'

export interface ProcessOptions {
  /** The program, found on the PATH, and its arguments; no shell is between. */
  readonly command: string
  readonly arguments: readonly string[]
  /** Where it runs. */
  readonly folder: string
  /** Added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** All that it prints is added to this file. */
  readonly logFile: string
}

/** How a process ended: its exit code, or -1 where a signal ended it or it could not be started. */
export interface Exit {
  readonly code: number
  /** `exit code 3`, `SIGKILL`, `spawn java ENOENT`. */
  readonly how: string
}

const KILL_AFTER_MS = 5_000
const LAST_LINES = 20

/** A child process in a group of its own, that is stopped with all its children at the latest when this process ends. */
export class RunningProcess {
  /** Resolves when it has ended; never rejects. */
  readonly exit: Promise<Exit>
  /** The lines of its standard output as they come, to be read once; ends with the process. */
  readonly lines: AsyncIterable<string>
  private readonly queue = new LineQueue()
  private readonly child: ChildProcessWithoutNullStreams
  private readonly last: string[] = []
  private readonly watchers = new Set<(line: string) => void>()
  private isOver = false

  constructor(private readonly options: ProcessOptions) {
    this.lines = this.queue
    mkdirSync(dirname(options.logFile), { recursive: true })
    this.log(`$ ${[options.command, ...options.arguments].join(' ')}`)
    this.child = spawn(options.command, options.arguments, {
      cwd: options.folder,
      env: { ...process.env, ...options.environment },
      detached: true,
      stdio: 'pipe',
    })
    if (this.child.pid !== undefined) endWithThisProcess(this.child.pid)
    // A process that ends before it has read all is known by its exit.
    this.child.stdin.on('error', () => {})
    const read = [this.child.stdout, this.child.stderr].map((stream, index) => this.read(stream, index === 0))
    this.exit = this.ended().then(async exit => {
      this.isOver = true
      if (this.child.pid !== undefined) groupEnded(this.child.pid)
      await Promise.all(read)
      this.queue.end()
      return exit
    })
  }

  /** The newest lines of its output and errors, for messages. */
  get lastLines(): string {
    return this.last.join('\n')
  }

  /** Writes to its standard input. */
  write(text: string): Promise<void> {
    return new Promise((resolve, reject) => this.child.stdin.write(text, error => (error ? reject(error) : resolve())))
  }

  /** Closes its standard input. */
  endInput(): void {
    this.child.stdin.end()
  }

  /** The first line of its output or errors, from now on, that matches. Throws where it ends before or the time is over. */
  async waitFor(pattern: RegExp, timeoutMs: number): Promise<string> {
    let watcher: (line: string) => void = () => {}
    const matched = new Promise<string>(resolve => {
      watcher = line => pattern.test(line) && resolve(line)
      this.watchers.add(watcher)
    })
    try {
      const ended = this.exit.then(({ how }) => this.fail(`ended (${how}) before it printed ${pattern}`))
      return await within(timeoutMs, Promise.race([matched, ended]), () => this.fail(`did not print ${pattern} within ${timeoutMs} ms`))
    } finally {
      this.watchers.delete(watcher)
    }
  }

  /** Ends it with all its children: asks, and kills what is still there after five seconds. */
  async stop(): Promise<void> {
    const { pid } = this.child
    if (pid === undefined || this.isOver) return
    signalGroup(pid, 'SIGTERM')
    await within(KILL_AFTER_MS, this.exit, () => signalGroup(pid, 'SIGKILL'))
    await this.exit
  }

  /** An error that says what ran, where its log is and what it printed last. */
  fail(problem: string): never {
    const { command, arguments: given, logFile } = this.options
    throw new Error(`${[command, ...given].join(' ').slice(0, 300)} ${problem}; its log is ${logFile}\n${this.lastLines}`)
  }

  private async read(stream: NodeJS.ReadableStream, output: boolean): Promise<void> {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      this.log(line)
      if (this.last.push(line) > LAST_LINES) this.last.shift()
      for (const watcher of this.watchers) watcher(line)
      if (output) this.queue.push(line)
    }
  }

  private log(line: string): void {
    appendFileSync(this.options.logFile, `${line}\n`)
  }

  private ended(): Promise<Exit> {
    return new Promise(resolve => {
      this.child.once('error', error => resolve({ code: -1, how: error.message }))
      this.child.once('exit', (code, signal) => resolve({ code: code ?? -1, how: signal ?? `exit code ${code}` }))
    })
  }
}

export function startProcess(options: ProcessOptions): RunningProcess {
  return new RunningProcess(options)
}

/** Runs a program to its end and gives the lines of its standard output. Throws where it fails or takes longer. */
export async function runProcess(
  options: ProcessOptions & { readonly timeoutMs: number; readonly input?: string; readonly onLine?: (line: string) => void },
): Promise<readonly string[]> {
  const started = startProcess(options)
  try {
    if (options.input !== undefined) void started.write(options.input).catch(() => {})
    started.endInput()
    const lines: string[] = []
    const collect = async () => {
      for await (const line of started.lines) {
        lines.push(line)
        options.onLine?.(line)
      }
      return started.exit
    }
    const { code, how } = await within(options.timeoutMs, collect(), () => started.fail(`took longer than ${options.timeoutMs} ms`))
    return code === 0 ? lines : started.fail(`failed (${how})`)
  } finally {
    await started.stop()
  }
}

/** The promise's value, or what `otherwise` gives (or throws) when the time is over. */
async function within<T, U>(timeoutMs: number, promise: Promise<T>, otherwise: () => U): Promise<T | U> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<typeof OVER>(resolve => {
    timer = setTimeout(() => resolve(OVER), timeoutMs)
  })
  try {
    const first = await Promise.race([promise, late])
    return first === OVER ? otherwise() : first
  } finally {
    clearTimeout(timer)
    promise.catch(() => {})
  }
}

const OVER = Symbol('the time is over')
