import { encodeBase, encodeChange, type Progress, restoreCheckpoint } from '../checkpoint'
import { brokenRun, ConflictError, callsOverlap, handOverAfterEnd, inputAfterEnd, recordAfterHandOver } from '../errors'
import type { StateStore } from '../ports'
import type { RecordBatch } from '../records'
import type { ShuffleLog } from '../shuffle'
import { checkIndexes } from './check'
import { type EffectPorts, Effects } from './effects'
import type { BatchReport } from './report'
import type { Stage } from './stage'

/**
 * Processes one partition's log, each record exactly once in effect: whatever crashes, is retried, handed in twice, or processed by two workers, the
 * rows, late rows and dead letters that the ports keep are those of one undisturbed run. Calls must not overlap.
 */
export interface PartitionProcessor {
  readonly partition: string
  /**
   * Applies the records after the checkpoint, gives the rows that they cause to the ports, commits, then sends partial rows. Records at or before the checkpoint, or that are not
   * after the record before them, are skipped.
   * @throws ConflictError where another worker was first; any error of a port. Either way the state in memory was dropped, and the same records,
   * handed in again, go on from the checkpoint.
   */
  processBatch(records: RecordBatch): Promise<BatchReport>
  /** The end of a bounded input: all windows close. Again, or after a hand-over: nothing happens. @throws as `processBatch`. */
  finish(): Promise<BatchReport>
  /**
   * The end of a partition with whose windows others go on, e.g. a Kinesis shard that was split. To be called when all its records were processed; it takes no more.
   * Windows that are merged are sent to the shuffle log as they are, and its merges wait for the successors from now on; the others stay in the checkpoint,
   * from which the successors begin (`inherit`): it has to stay until each of them has a checkpoint. Again: nothing happens, so that every successor may call it.
   * @param successors their indexes, at least one. A successor of several partitions is named by each.
   * @throws StateError where the partition was finished; RangeError for a merge, and where windows can't be divided by the partition key; else as `processBatch`.
   */
  handOver(successors: readonly number[]): Promise<BatchReport>
}

/** Ports of a processor. `state` null: no checkpoints, for a bounded input that is run again from its start after a crash. */
export interface ProcessorPorts extends EffectPorts {
  readonly state: StateStore | null
  /** Needed where an output is made in two stages. */
  readonly shuffle?: ShuffleLog
}

export interface CheckpointedOptions {
  readonly partition: string
  /** Names of the outputs, in the order of the definition. */
  readonly outputs: readonly string[]
  readonly ports: ProcessorPorts
  /** A fresh stage, without any state. */
  readonly createStage: () => Stage
  /** Instead of a fresh stage where there is no checkpoint: one that begins with the state of others. */
  readonly inheritStage?: () => Promise<Stage>
}

/** A base below this size may be followed by this many bytes of changes, so that small states are not rewritten all the time. */
const SMALLEST_BASE_BYTES = 4096

/** The state in memory: what the store has at `version`, and how much of it are changes. */
interface Live {
  readonly stage: Stage
  progress: Progress
  version: number
  baseBytes: number
  changedBytes: number
}

const NOTHING: Progress = { position: null, ordinal: 0, finished: false, handedOver: false }

/** The protocol of checkpoints around a stage. */
export class CheckpointedProcessor implements PartitionProcessor {
  private live: Live | null = null
  private running = false
  private broken = false

  constructor(private readonly options: CheckpointedOptions) {}

  get partition(): string {
    return this.options.partition
  }

  processBatch(records: RecordBatch): Promise<BatchReport> {
    return this.guarded(async live => {
      const effects = new Effects(this.options.outputs)
      const progress = this.apply(live, records, effects)
      return this.complete(live, progress, effects, records.length)
    })
  }

  finish(): Promise<BatchReport> {
    return this.guarded(async live => {
      const effects = new Effects(this.options.outputs)
      const { position, ordinal, finished, handedOver } = live.progress
      if (finished || handedOver) return this.complete(live, live.progress, effects, 0)
      live.stage.finish(ordinal + 1, position, effects)
      return this.complete(live, { position, ordinal: ordinal + 1, finished: true, handedOver }, effects, 0)
    })
  }

  handOver(successors: readonly number[]): Promise<BatchReport> {
    return this.guarded(async live => {
      checkIndexes('successors', successors)
      const effects = new Effects(this.options.outputs)
      const { position, ordinal, finished, handedOver } = live.progress
      if (finished) throw handOverAfterEnd(this.partition)
      if (handedOver) return this.complete(live, live.progress, effects, 0)
      live.stage.handOver(ordinal + 1, position, successors, effects)
      return this.complete(live, { position, ordinal: ordinal + 1, finished, handedOver: true }, effects, 0)
    })
  }

  /** Whatever fails, the state in memory may be ahead of the store or behind it: it is dropped, and the next call loads the checkpoint. */
  private async guarded(work: (live: Live) => Promise<BatchReport>): Promise<BatchReport> {
    if (this.running) throw callsOverlap(this.partition)
    if (this.broken) throw brokenRun(this.partition)
    this.running = true
    try {
      const live = this.live ?? (await this.load())
      this.live = null
      const report = await work(live)
      this.live = live
      return report
    } catch (error) {
      this.broken = this.options.ports.state === null
      throw error
    } finally {
      this.running = false
    }
  }

  private async load(): Promise<Live> {
    const { createStage, inheritStage, ports } = this.options
    const stored = await ports.state?.load(this.partition)
    if (!stored) {
      const stage = inheritStage === undefined ? createStage() : await inheritStage()
      return { stage, progress: NOTHING, version: 0, baseBytes: 0, changedBytes: 0 }
    }
    const stage = createStage()
    const progress = restoreCheckpoint(this.partition, stored.chunks, stage.parts)
    // Before anything follows: who committed them may have crashed.
    await this.send(stage)
    const [base, ...changes] = stored.chunks
    return {
      stage,
      progress,
      version: stored.version,
      baseBytes: base.length,
      changedBytes: changes.reduce((total, chunk) => total + chunk.length, 0),
    }
  }

  /** Applies the records that are new, run by run: a record that doesn't rise above the one before it (a duplicate) ends a run. */
  private apply(live: Live, records: RecordBatch, effects: Effects): Progress {
    const { positions, length } = records
    let { position, ordinal } = live.progress
    let from = 0
    while (from < length) {
      if (position !== null && positions[from] <= position) {
        from++
        continue
      }
      if (live.progress.finished) throw inputAfterEnd(this.partition, positions[from])
      if (live.progress.handedOver) throw recordAfterHandOver(this.partition, positions[from])
      let to = from + 1
      while (to < length && positions[to] > positions[to - 1]) to++
      live.stage.apply(records, from, to, ordinal + 1, effects)
      ordinal += to - from
      position = positions[to - 1]
      from = to
    }
    return ordinal === live.progress.ordinal ? live.progress : { position, ordinal, finished: false, handedOver: false }
  }

  private async complete(live: Live, progress: Progress, effects: Effects, records: number): Promise<BatchReport> {
    const applied = progress.ordinal - live.progress.ordinal
    let committedBytes = 0
    if (applied > 0) {
      live.stage.seal(progress.ordinal)
      // The sink first: a crash before the commit repeats rows, which the sink drops; the other way round it would lose them.
      await effects.give(this.options.ports, this.partition, progress.ordinal)
      committedBytes = await this.commit(live, progress)
      live.progress = progress
      // Partial rows after the commit: records that are never handed in again, because the source gave them up before their commit, leave nothing behind.
      await this.send(live.stage)
    }
    const { stage } = live
    return {
      partition: this.partition,
      records,
      applied: records === 0 ? 0 : applied,
      outputs: this.options.outputs.map((name, index) => ({ name, rows: effects.rows[index].length, late: effects.late[index].length })),
      deadLetters: effects.letters.length,
      position: progress.position,
      ordinal: progress.ordinal,
      watermark: stage.watermark,
      open: stage.open,
      stateBytes: stage.stateBytes,
      committedBytes,
      finished: progress.finished,
      handedOver: progress.handedOver,
    }
  }

  private async send(stage: Stage): Promise<void> {
    const messages = stage.takeMessages()
    if (messages.length === 0) return
    const { shuffle } = this.options.ports
    if (!shuffle) throw new Error(`partition '${this.partition}' has partial rows to merge, but there is no shuffle log among its ports`)
    await shuffle.append(messages)
  }

  /**
   * Appends what changed; once the changes outweigh the base, a new base: so a byte of state is rewritten once per byte of change, on average. Changes can't say that open
   * windows left, so a hand-over is a base too.
   */
  private async commit(live: Live, progress: Progress): Promise<number> {
    const store = this.options.ports.state
    if (store === null) return 0
    const { parts } = live.stage
    const change = live.version === 0 || progress.handedOver ? null : encodeChange(progress, parts)
    const append = change !== null && live.changedBytes + change.length <= Math.max(live.baseBytes, SMALLEST_BASE_BYTES)
    const bytes = append ? change : encodeBase(progress, parts)
    const stored = await store.commit(this.partition, live.version, { kind: append ? 'append' : 'replace', bytes })
    if (!stored) throw new ConflictError(this.partition, live.version)
    live.version++
    live.baseBytes = append ? live.baseBytes : bytes.length
    live.changedBytes = append ? live.changedBytes + bytes.length : 0
    return bytes.length
  }
}
