import { writeFileSync } from 'node:fs'
import { type Definition, nativesOf, toText } from '../../pipeline'
import type { OutputStatus, PartitionStatus, ProofCounters, TickMessage } from '../dashboard/messages'
import type { PreparedEvents } from '../events'
import { type ExpectedRun, expectedRun, OutputAuditor, type PartitionProgress, TableFollower, type TableNews } from '../proof'
import type { ProgressMessage, WorkerSettings } from '../worker'
import { emptyRunDirectory, type RunPaths } from './paths'
import { RateMeter } from './rate-meter'
import { Replayer } from './replayer'
import { SideFollower } from './side-follower'
import { Supervisor } from './supervisor'

const lookMs = 500

export interface EmbeddedRunOptions {
  readonly definition: Definition
  readonly events: PreparedEvents
  /** Where the log, checkpoints and tables go. What an earlier replay left there is removed; a directory with anything else is refused. */
  readonly directory: string
  /** Event time that passes in a second, as a factor; null: as fast as possible. */
  readonly speed: number | null
  /** Whether a second worker process stands by to take over at once. @default false */
  readonly keepsSpare?: boolean
}

/** What happens in a run, for a page, a progress bar or a test. */
export interface RunListener {
  tick?(message: TickMessage): void
  news?(output: string, news: TableNews): void
  side?(items: Awaited<ReturnType<SideFollower['news']>>): void
  crash?(processId: number, inFlight: number): void
}

interface Followed {
  readonly follower: TableFollower
  readonly auditor: OutputAuditor
  late: number
}

/**
 * Replays events through a worker process, which may be killed at any time, and compares what is in its tables with an undisturbed run, all the while. Made
 * by `EmbeddedRun.prepare`.
 */
export class EmbeddedRun {
  private readonly replayer: Replayer
  private readonly supervisor: Supervisor
  private readonly side: SideFollower
  private readonly progress = new Map<string, ProgressMessage>()
  private readonly sidePartitions = new Set<string>()
  private readonly rate = new RateMeter()
  private readonly startedAt = Date.now()
  private deadLetters = 0
  private phase: TickMessage['phase'] = 'running'
  private problem: string | null = null
  private lost = 0
  private stopped = false
  private workerDone: (() => void) | undefined

  private constructor(
    private readonly options: EmbeddedRunOptions,
    readonly paths: RunPaths,
    private readonly expected: ExpectedRun,
    private readonly followed: ReadonlyMap<string, Followed>,
    private readonly listener: RunListener,
  ) {
    this.replayer = new Replayer(paths.log, options.events, options.speed)
    this.side = new SideFollower(options.definition, paths)
    this.supervisor = new Supervisor(
      paths.root,
      {
        progress: message => this.takeProgress(message),
        crashed: processId => this.listener.crash?.(processId, this.replayer.written - this.accounted()),
        done: () => this.end('finished'),
        failed: problem => this.end('failed', problem),
      },
      options.keepsSpare ?? false,
    )
  }

  /** Computes what an undisturbed run gives, and makes the tables. */
  static async prepare(options: EmbeddedRunOptions, listener: RunListener): Promise<EmbeddedRun> {
    const { definition, events, directory, speed } = options
    const [unsent] = nativesOf(definition)
    if (unsent !== undefined)
      throw new RangeError(
        `${unsent.path}: the workers of a live run get the definition's text form, which holds no function for ${unsent.native.name}; use streambed run`,
      )
    const paths = emptyRunDirectory(directory)
    const settings: WorkerSettings = { definition: toText(definition), partitions: events.partitions, roundMs: speed === null ? 0 : 1000 }
    writeFileSync(paths.settings, JSON.stringify(settings))
    const expected = await expectedRun(definition, events)
    const followed = new Map<string, Followed>()
    for (const output of definition.outputs) {
      const auditor = new OutputAuditor(output, expected.rows.get(output.name) ?? [])
      followed.set(output.name, { follower: await TableFollower.open(paths.tables, output), auditor, late: 0 })
    }
    return new EmbeddedRun(options, paths, expected, followed, listener)
  }

  /** Ends when every event is processed and compared, when nothing can go on, or when it is stopped; gives the last state. */
  async run(): Promise<TickMessage> {
    const ended = new Promise<void>(resolve => {
      this.workerDone = resolve
    })
    this.supervisor.start()
    const written = this.replayer.run()
    const watched = this.watch().catch(async error => {
      await this.stop()
      throw error
    })
    await Promise.all([written, ended])
    await watched
    return this.state()
  }

  /** Kills the worker with SIGKILL; false: none runs. */
  crash(): boolean {
    return this.supervisor.crash()
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.replayer.stop()
    await this.supervisor.stop()
    this.workerDone?.()
  }

  private end(phase: 'finished' | 'failed', problem: string | null = null): void {
    this.problem = problem
    if (phase === 'failed') this.replayer.stop()
    this.phase = phase
    this.workerDone?.()
  }

  /** Looks at the tables twice a second, and once more after the end. */
  private async watch(): Promise<void> {
    for (;;) {
      const last = this.phase !== 'running' || this.stopped
      const started = Date.now()
      await this.look()
      this.listener.tick?.(this.state())
      if (last) return
      await new Promise(resolve => setTimeout(resolve, Math.max(20, lookMs - (Date.now() - started))))
    }
  }

  private async look(): Promise<void> {
    const progress = this.partitionProgress()
    let lost = 0
    for (const [output, { follower, auditor }] of this.followed) {
      const news = await follower.news()
      for (const row of news.rows) auditor.take(row)
      lost += auditor.lost(progress)
      if (news.commits.length > 0) this.listener.news?.(output, news)
    }
    this.lost = lost
    await this.lookAside()
  }

  private async lookAside(): Promise<void> {
    const partitions = [...this.sidePartitions]
    this.sidePartitions.clear()
    for (const partition of partitions) {
      const items = await this.side.news(partition)
      for (const item of items) {
        const output = item.kind === 'late' ? this.followed.get(item.output) : undefined
        if (output) output.late++
        else this.deadLetters++
      }
      if (items.length > 0) this.listener.side?.(items)
    }
  }

  private takeProgress(message: ProgressMessage): void {
    this.progress.set(message.partition, message)
    if (message.side) this.sidePartitions.add(message.partition)
    this.rate.take(this.accounted())
  }

  private partitionProgress(): ReadonlyMap<string, PartitionProgress> {
    const entries = [...this.progress].map(([partition, { ordinal, watermark, finished }]): [string, PartitionProgress] => [
      partition,
      { ordinal, watermark: finished ? Number.POSITIVE_INFINITY : (watermark ?? Number.NEGATIVE_INFINITY) },
    ])
    return new Map(entries)
  }

  /** Events behind a checkpoint. */
  private accounted(): number {
    return this.partitions().reduce((sum, partition) => sum + partition.committed, 0)
  }

  private partitions(): readonly PartitionStatus[] {
    return Array.from({ length: this.options.events.partitions }, (_, index) => {
      const progress = this.progress.get(String(index))
      const written = this.replayer.writtenTo(index)
      // The end of the input has an ordinal of its own.
      const committed = Math.min(written, progress?.ordinal ?? 0)
      return {
        written,
        committed,
        watermark: progress?.watermark ?? null,
        openWindows: progress?.openWindows ?? 0,
        ended: progress?.finished ?? false,
      }
    })
  }

  private state(): TickMessage {
    const { supervisor } = this
    return {
      phase: this.phase,
      problem: this.problem,
      elapsedMs: Date.now() - this.startedAt,
      replayTime: this.replayer.time,
      worker: {
        state: supervisor.state === 'failed' ? 'down' : supervisor.state,
        processId: supervisor.processId,
        crashes: supervisor.crashes,
      },
      eventsPerSecond: this.phase === 'running' ? this.rate.perSecond() : 0,
      partitions: this.partitions(),
      outputs: [...this.followed].map(([name, followed]) => this.outputStatus(name, followed)),
      proof: this.proof(),
    }
  }

  private outputStatus(name: string, { follower, auditor, late }: Followed): OutputStatus {
    const openWindows = [...this.progress.values()].reduce(
      (sum, { partition, openWindows }) => sum + (partition.startsWith(`${name}/`) ? openWindows : 0),
      0,
    )
    return {
      name,
      openWindows,
      rows: follower.rows,
      expectedRows: auditor.expected.length,
      late,
      version: follower.version,
      files: follower.files,
    }
  }

  private proof(): ProofCounters {
    const all = [...this.followed.values()].map(({ auditor }) => auditor)
    const sum = (value: (auditor: OutputAuditor) => number): number => all.reduce((total, auditor) => total + value(auditor), 0)
    const late = [...this.followed.values()].reduce((total, output) => total + output.late, 0)
    return {
      eventsInLog: this.replayer.written,
      eventsAccounted: this.accounted(),
      rowsExpected: sum(auditor => auditor.expected.length),
      rowsFound: sum(auditor => auditor.found),
      lost: this.lost,
      doubled: sum(auditor => auditor.doubled),
      different: sum(auditor => auditor.different),
      late,
      lateExpected: this.expected.late,
      deadLetters: this.deadLetters,
      deadLettersExpected: this.expected.deadLetters,
    }
  }
}

/** Whether a finished run gave what the undisturbed run gives, each row once. */
export function isProven({ phase, proof }: TickMessage): boolean {
  const wrong = proof.lost + proof.doubled + proof.different
  const sameSides = proof.late === proof.lateExpected && proof.deadLetters === proof.deadLettersExpected
  return phase === 'finished' && wrong === 0 && proof.rowsFound === proof.rowsExpected && sameSides
}
