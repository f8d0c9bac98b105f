import type { PartialOperator, PartialReceiver, RowReceiver, WindowOperator } from '../../windowing'
import type { StatePart } from '../checkpoint'
import { indivisibleOutput } from '../errors'
import type { WindowedOutputProgram } from '../program'
import type { DecodedBatch, RecordBatch } from '../records'
import { MessagePacker, mergePartitionOf } from '../shuffle'
import type { Effects } from './effects'
import type { KeyText } from './keys'
import type { Origins } from './origins'
import type { Outgoing } from './outgoing'
import { RowWriter } from './rows'

/** Whether a successor goes on with the keys whose partition key has this text. */
export type KeepsKey = (keyText: string | null) => boolean

/** The state of the same output in another partition, and what of it goes on here. */
export interface Inheritance {
  readonly output: WindowedOutput
  readonly keeps: KeepsKey
}

/** A windowed output in a partition's stage: an operator, and what becomes of what it gives. */
export interface WindowedOutput {
  readonly part: StatePart
  readonly watermark: number
  readonly open: number
  readonly stateBytes: number
  /** State for a successor. */
  bequeath(keeps: KeepsKey): Uint8Array
  /** Remembers the state of parents, from which it goes on when `begin` is called. */
  inherit(parents: readonly Inheritance[]): void
  /** Before its first event or end, with the cause of that: gives the windows that the watermark of one parent closes in the state of another. */
  begin(cause: number, effects: Effects): void
  /** Feeds what the program prepared. */
  process(batch: DecodedBatch, records: RecordBatch, from: number, firstOrdinal: number, effects: Effects): void
  finish(cause: number, effects: Effects): void
  /** @throws RangeError where its windows can't be divided. */
  handOver(cause: number, successors: readonly number[]): void
  seal(throughCause: number, outgoing: Outgoing): void
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

const byWatermark = ({ output: one }: Inheritance, { output: other }: Inheritance) =>
  Number(one.watermark > other.watermark) - Number(one.watermark < other.watermark)

/** What both kinds share: feeding the operator, and late events. */
abstract class Windowed<R> implements WindowedOutput {
  readonly part: StatePart
  /** Snapshots of the parents' state, in the order of their watermarks. */
  private inherited: readonly Uint8Array[] = []
  private lastLate = 0
  private at: { records: RecordBatch; batch: DecodedBatch; from: number; firstOrdinal: number; effects: Effects } | null = null

  constructor(
    protected readonly options: WindowedOutputOptions<R>,
    kind: string,
  ) {
    const { program, operator, fingerprint } = options
    this.part = { name: `output '${program.name}'`, fingerprint: `${fingerprint}:${kind}`, state: operator }
  }

  get watermark(): number {
    return this.options.operator.watermark
  }

  get open(): number {
    return this.options.operator.open
  }

  get stateBytes(): number {
    return this.options.operator.stateBytes
  }

  inherit(parents: readonly Inheritance[]): void {
    const inOrder = parents.toSorted(byWatermark)
    this.inherited = inOrder.map(({ output, keeps }) => output.bequeath(keeps))
  }

  begin(cause: number, effects: Effects): void {
    for (const snapshot of this.inherited) this.options.operator.inherit(snapshot, cause, this.receiver(effects))
    this.inherited = []
  }

  process(batch: DecodedBatch, records: RecordBatch, from: number, firstOrdinal: number, effects: Effects): void {
    this.at = { records, batch, from, firstOrdinal, effects }
    this.options.operator.process(this.options.program.input, this.receiver(effects))
    this.at = null
  }

  finish(cause: number, effects: Effects): void {
    this.options.operator.finish(cause, this.receiver(effects))
  }

  abstract bequeath(keeps: KeepsKey): Uint8Array
  abstract handOver(cause: number, successors: readonly number[]): void
  abstract seal(throughCause: number, outgoing: Outgoing): void
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

export interface SingleStageOptions extends WindowedOutputOptions<RowReceiver> {
  readonly partition: string
  /** By which the state is divided among successors; null: it can't be. */
  readonly keyText: KeyText | null
}

/** All in one stage: the operator's windows are rows. */
export class SingleStageOutput extends Windowed<RowReceiver> {
  private readonly rows: RowWriter
  private readonly rowReceiver: RowReceiver

  constructor(private readonly single: SingleStageOptions) {
    super(single, 'windows')
    this.rows = new RowWriter(single.program, single.output, single.origins)
    this.rowReceiver = { row: this.rows.row, failed: this.rows.failed, late: this.late }
  }

  bequeath(keeps: KeepsKey): Uint8Array {
    const keyText = this.requireKeyText()
    return this.single.operator.snapshot((keyBytes, keyStart, keyEnd) => keeps(keyText(keyBytes, keyStart, keyEnd)))
  }

  /** The state stays in the checkpoint, from which the successors begin. */
  handOver(): void {
    this.requireKeyText()
  }

  seal(): void {}

  private requireKeyText(): KeyText {
    const { keyText, partition, program } = this.single
    if (keyText === null) throw indivisibleOutput(partition, program.name)
    return keyText
  }

  protected receiver(effects: Effects): RowReceiver {
    this.rows.into(effects)
    return this.rowReceiver
  }
}

export interface FirstStageOptions extends WindowedOutputOptions<PartialReceiver> {
  readonly operator: PartialOperator
  /** This partition's index. */
  readonly producer: number
  readonly mergePartitions: number
  readonly maxMessageBytes: number
}

/** Which partition's state it is, in the fingerprint of a first stage. */
const OWNER = / of partition \d+/

/** Whether two fingerprints are of the same output, maybe in different partitions. */
export const isSameOutput = (one: string, other: string) => one.replace(OWNER, '') === other.replace(OWNER, '')

/** The first of two stages: the operator's windows are partial rows for the shuffle log, and its watermark goes to every merge partition. */
export class FirstStageOutput extends Windowed<PartialReceiver> {
  private readonly packers: readonly MessagePacker[]
  private readonly partialReceiver: PartialReceiver
  private promised = Number.NEGATIVE_INFINITY
  private successors: readonly number[] | null = null

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

  /** Nothing is open any more: all was sent when the parents were handed over. */
  bequeath(): Uint8Array {
    return this.stage.operator.snapshot()
  }

  handOver(cause: number, successors: readonly number[]): void {
    this.stage.operator.handOver(cause, this.partialReceiver)
    this.successors = successors.toSorted((one, other) => one - other)
  }

  seal(throughCause: number, outgoing: Outgoing): void {
    const { successors } = this
    const watermark = this.stage.operator.outputWatermark
    const isNews = watermark > this.promised || successors !== null
    this.promised = watermark
    // One for all merge partitions that get nothing else.
    const promise = isNews ? this.packers.find(({ empty }) => empty)?.seal(throughCause, watermark, successors) : undefined
    for (const [partition, packer] of this.packers.entries()) {
      const messages = packer.empty ? promise : packer.seal(throughCause, watermark, successors)
      for (const bytes of messages ?? []) outgoing.add({ output: this.stage.program.name, partition, producer: this.stage.producer, bytes })
    }
  }

  protected receiver(): PartialReceiver {
    return this.partialReceiver
  }
}
