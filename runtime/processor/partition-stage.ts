import type { StatePart } from '../checkpoint'
import type { EventOutputProgram, FailureReceiver, Program } from '../program'
import type { Decoder, Position, RecordBatch } from '../records'
import type { ShuffleMessage } from '../shuffle'
import type { Effects } from './effects'
import type { Origins } from './origins'
import { Outgoing } from './outgoing'
import type { Stage } from './stage'
import { WatermarkTracker } from './watermark'
import type { KeepsKey, WindowedOutput } from './windowed-output'

export interface PartitionStageOptions {
  readonly decoder: Decoder
  readonly program: Program
  readonly maxDelayMs: number
  readonly origins: Origins
  /** By output; null for those without windows. */
  readonly windowed: readonly (WindowedOutput | null)[]
}

/** The stage of a partition that was handed over, and what of it goes on here. */
export interface ParentStage {
  readonly stage: PartitionStage
  readonly keeps: KeepsKey
}

/** Decodes a partition's records and runs every output of the definition over them. */
export class PartitionStage implements Stage {
  private readonly tracker: WatermarkTracker
  private readonly outgoing = new Outgoing()
  readonly parts: readonly StatePart[]
  private isHeir = false

  constructor(private readonly options: PartitionStageOptions) {
    this.tracker = new WatermarkTracker(options.maxDelayMs)
    this.parts = [this.tracker.part, this.outgoing.part, ...options.windowed.flatMap(output => (output ? [output.part] : []))]
  }

  get watermark(): number {
    return this.tracker.watermark
  }

  get open(): number {
    return this.options.windowed.reduce((total, output) => total + (output?.open ?? 0), 0)
  }

  get stateBytes(): number {
    return this.options.windowed.reduce((total, output) => total + (output?.stateBytes ?? 0), 0)
  }

  apply(records: RecordBatch, from: number, to: number, firstOrdinal: number, effects: Effects): void {
    const { decoder, origins } = this.options
    const run = to === records.length ? records : { ...records, length: to }
    origins.begin(run, from, firstOrdinal)
    this.begin(firstOrdinal, effects)
    for (let at = from; at < to; ) {
      const decoded = decoder.decode(run, at)
      this.applyChunk(run, at, firstOrdinal + at - from, effects)
      at += decoded
    }
  }

  /** Into a fresh stage: from its first cause on it goes on where the parents ended. */
  inherit(parents: readonly ParentStage[]): void {
    this.isHeir = true
    this.tracker.inherit(parents.map(({ stage }) => stage.tracker))
    for (const [index, output] of this.options.windowed.entries()) {
      output?.inherit(
        parents.flatMap(({ stage, keeps }) => {
          const parent = stage.options.windowed[index]
          return parent ? [{ output: parent, keeps }] : []
        }),
      )
    }
  }

  finish(cause: number, lastPosition: Position | null, effects: Effects): void {
    this.options.origins.end(lastPosition)
    this.begin(cause, effects)
    for (const output of this.options.windowed) output?.finish(cause, effects)
    this.tracker.finish()
  }

  handOver(cause: number, lastPosition: Position | null, successors: readonly number[], effects: Effects): void {
    this.options.origins.end(lastPosition)
    this.begin(cause, effects)
    for (const output of this.options.windowed) output?.handOver(cause, successors)
  }

  seal(throughCause: number): void {
    for (const output of this.options.windowed) output?.seal(throughCause, this.outgoing)
  }

  takeMessages(): readonly ShuffleMessage[] {
    return this.outgoing.take()
  }

  private begin(cause: number, effects: Effects): void {
    if (!this.isHeir) return
    for (const output of this.options.windowed) output?.begin(cause, effects)
    this.isHeir = false
  }

  private applyChunk(records: RecordBatch, from: number, firstOrdinal: number, effects: Effects): void {
    const { program, windowed, origins } = this.options
    const { batch } = this.options.decoder
    for (const [entry, error] of batch.errors) effects.letter(firstOrdinal + entry, null, error, origins.ofRecord(records, from + entry))
    this.tracker.advance(batch)
    for (const [index, output] of program.outputs.entries()) {
      const onFailure: FailureReceiver = (entry, error) =>
        effects.letter(firstOrdinal + entry, index, error, origins.ofRecord(records, from + entry))
      if (output.kind === 'events') this.runEvents(output, index, records, from, firstOrdinal, effects, onFailure)
      else {
        output.prepare(batch, records, from, firstOrdinal, onFailure)
        windowed[index]?.process(batch, records, from, firstOrdinal, effects)
      }
    }
  }

  private runEvents(
    output: EventOutputProgram,
    index: number,
    records: RecordBatch,
    from: number,
    firstOrdinal: number,
    effects: Effects,
    onFailure: FailureReceiver,
  ): void {
    output.run(this.options.decoder.batch, records, from, firstOrdinal, (cause, row) => effects.row(index, cause, row), onFailure)
  }
}
