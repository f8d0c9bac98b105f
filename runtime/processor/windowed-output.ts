import type { PartialReceiver, RowReceiver, WindowOperator } from '../../windowing'
import type { StatePart } from '../checkpoint'
import type { WindowedOutputProgram } from '../program'
import type { DecodedBatch, RecordBatch } from '../records'
import { MessagePacker, mergePartitionOf } from '../shuffle'
import type { Effects } from './effects'
import type { Origins } from './origins'
import { RowWriter } from './rows'

/** A windowed output in a partition's stage: an operator, and what becomes of what it gives. */
export interface WindowedOutput {
  readonly part: StatePart
  readonly open: number
  readonly stateBytes: number
  /** Feeds what the program prepared. */
  process(batch: DecodedBatch, records: RecordBatch, from: number, firstOrdinal: number, effects: Effects): void
  finish(cause: number, effects: Effects): void
  seal(throughCause: number, effects: Effects): void
}

/** What an output's operator and program are, and where it stands in the definition. */
export interface WindowedOutputOptions<R> {
  readonly program: WindowedOutputProgram
  readonly operator: WindowOperator<R>
  /** Index in the definition. */
  readonly output: number
  readonly fingerprint: string
  readonly origins: Origins
}

/** What both kinds share: feeding the operator, and late events. */
abstract class Windowed<R> implements WindowedOutput {
  readonly part: StatePart
  private lastLate = 0
  private at: { records: RecordBatch; batch: DecodedBatch; from: number; firstOrdinal: number; effects: Effects } | null = null

  constructor(
    protected readonly options: WindowedOutputOptions<R>,
    kind: string,
  ) {
    const { program, operator, fingerprint } = options
    this.part = { name: `output '${program.name}'`, fingerprint: `${fingerprint}:${kind}`, state: operator }
  }

  get open(): number {
    return this.options.operator.open
  }

  get stateBytes(): number {
    return this.options.operator.stateBytes
  }

  process(batch: DecodedBatch, records: RecordBatch, from: number, firstOrdinal: number, effects: Effects): void {
    this.at = { records, batch, from, firstOrdinal, effects }
    this.options.operator.process(this.options.program.input, this.receiver(effects))
    this.at = null
  }

  finish(cause: number, effects: Effects): void {
    this.options.operator.finish(cause, this.receiver(effects))
  }

  abstract seal(throughCause: number, effects: Effects): void
  protected abstract receiver(effects: Effects): R

  /** An event that was exploded may be late several times; it goes to the late output once. */
  protected late = (inputEntry: number, watermark: number): void => {
    if (this.at === null) return
    const { records, batch, from, firstOrdinal, effects } = this.at
    const entry = this.options.program.entryOf[inputEntry]
    const cause = firstOrdinal + entry
    if (cause === this.lastLate) return
    this.lastLate = cause
    const { position, arrivalTime, record } = this.options.origins.ofRecord(records, from + entry)
    const arrival = Number.isNaN(arrivalTime) ? null : arrivalTime
    effects.lateRow(this.options.output, cause, { eventTime: batch.times[entry], watermark, position, arrivalTime: arrival, record })
  }
}

/** All in one stage: the operator's windows are rows. */
export class SingleStageOutput extends Windowed<RowReceiver> {
  private readonly rows: RowWriter
  private readonly rowReceiver: RowReceiver

  constructor(options: WindowedOutputOptions<RowReceiver>) {
    super(options, 'windows')
    this.rows = new RowWriter(options.program, options.output, options.origins)
    this.rowReceiver = { row: this.rows.row, failed: this.rows.failed, late: this.late }
  }

  seal(): void {}

  protected receiver(effects: Effects): RowReceiver {
    this.rows.into(effects)
    return this.rowReceiver
  }
}

export interface FirstStageOptions extends WindowedOutputOptions<PartialReceiver> {
  /** This partition's index. */
  readonly producer: number
  readonly mergePartitions: number
  readonly maxMessageBytes: number
}

/** The first of two stages: the operator's windows are partial rows for the shuffle log, and its watermark goes to every merge partition. */
export class FirstStageOutput extends Windowed<PartialReceiver> {
  private readonly packers: readonly MessagePacker[]
  private readonly partialReceiver: PartialReceiver
  private promised = Number.NEGATIVE_INFINITY

  constructor(private readonly stage: FirstStageOptions) {
    super(stage, `partials of partition ${stage.producer} for ${stage.mergePartitions}`)
    const { fingerprint, producer, mergePartitions, maxMessageBytes } = stage
    this.packers = Array.from({ length: mergePartitions }, () => new MessagePacker(fingerprint, producer, maxMessageBytes))
    this.partialReceiver = {
      late: this.late,
      partial: (start, end, key, keyStart, keyEnd, cause, state) =>
        this.packers[mergePartitionOf(key, keyStart, keyEnd, mergePartitions)].add(start, end, key, keyStart, keyEnd, cause, state),
    }
  }

  seal(throughCause: number, effects: Effects): void {
    const watermark = this.stage.operator.outputWatermark
    const moved = watermark > this.promised
    this.promised = watermark
    for (const [partition, packer] of this.packers.entries()) {
      if (!moved && packer.empty) continue
      for (const bytes of packer.seal(throughCause, watermark))
        effects.messages.push({ output: this.stage.program.name, partition, producer: this.stage.producer, bytes })
    }
  }

  protected receiver(): PartialReceiver {
    return this.partialReceiver
  }
}
