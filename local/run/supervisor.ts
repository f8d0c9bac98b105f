import { type ChildProcess, fork } from 'node:child_process'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ParentMessage, ProgressMessage, WorkerMessage } from '../worker'

const restartMs = 400
/** Failures in a row without progress after which there is no point in starting another worker. */
const maxFailures = 3

export type WorkerState = 'starting' | 'running' | 'down' | 'done' | 'failed'

export interface SupervisorListener {
  progress(message: ProgressMessage): void
  /** The worker was killed or died; the next one starts soon. */
  crashed(processId: number): void
  done(): void
  /** No worker can go on. */
  failed(problem: string): void
}

/** Keeps one worker process alive until its work is done. */
export class Supervisor {
  state: WorkerState = 'starting'
  crashes = 0
  private child: ChildProcess | undefined
  /** A process that has loaded its code and waits. */
  private spare: ChildProcess | undefined
  private restart: NodeJS.Timeout | undefined
  private failures = 0
  private problem = 'the worker ended without a word'
  private stopped = false

  constructor(
    private readonly root: string,
    private readonly listener: SupervisorListener,
    /** Whether a spare process is kept, so that a crash is over in a moment. */
    private readonly keepsSpare: boolean,
  ) {}

  get processId(): number | null {
    return this.child?.pid ?? null
  }

  start(): void {
    this.state = 'starting'
    const child = this.spare?.connected ? this.spare : this.fork()
    this.spare = undefined
    this.child = child
    const start: ParentMessage = 'start'
    child.send(start)
    child.on('message', message => this.take(message as WorkerMessage))
    child.on('error', error => {
      this.problem = error.message
    })
    child.on('exit', () => this.ended(child))
  }

  private fork(): ChildProcess {
    return fork(workerFile(), [this.root], { execArgv: workerArguments(), stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  }

  /** Kills the worker with SIGKILL: it can't clean up, flush or say goodbye. False: there is none that runs. */
  crash(): boolean {
    return this.state === 'running' && this.child?.kill('SIGKILL') === true
  }

  /** Ends the worker for good. */
  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.restart)
    await Promise.all([this.child, this.spare].map(child => endOf(child)))
  }

  private take(message: WorkerMessage): void {
    if (message.kind === 'ready') {
      this.state = 'running'
      if (this.keepsSpare) this.spare ??= this.fork()
    } else if (message.kind === 'done') this.state = 'done'
    else if (message.kind === 'failed') this.problem = message.problem
    else {
      this.failures = 0
      this.listener.progress(message)
    }
  }

  private ended(child: ChildProcess): void {
    this.child = undefined
    if (this.stopped) return
    if (this.state === 'done' || child.signalCode === null) this.spare?.kill('SIGKILL')
    if (this.state === 'done') this.listener.done()
    else if (child.signalCode === null && ++this.failures >= maxFailures) {
      this.state = 'failed'
      this.listener.failed(this.problem)
    } else {
      this.state = 'down'
      this.crashes++
      this.listener.crashed(child.pid ?? 0)
      this.restart = setTimeout(() => this.start(), restartMs)
    }
  }
}

async function endOf(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.kill('SIGKILL')
  await ended
}

/** Source or compiled, the worker's file lies at the same place and has this file's extension. */
function workerFile(): string {
  return join(__dirname, `../worker/main${extname(__filename)}`)
}

function workerArguments(): string[] {
  return extname(__filename) === '.ts' ? ['--import', pathToFileURL(require.resolve('tsx')).href] : []
}
