import type { WindowOperator } from '../../windowing'
import type { StatePart } from '../checkpoint'
import type { WindowedOutputProgram } from '../program'
import type { DecodedBatch, RecordBatch } from '../records'
import type { Effects } from './effects'
import type { Origins } from './origins'
import type { Outgoing } from './outgoing'

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

/** Where an output stands, and what its place in a partition's stage is made with. */
export interface OutputPlace {
  readonly program: WindowedOutputProgram
  /** Index in the definition. */
  readonly output: number
  readonly origins: Origins
  readonly maxDelayMs: number
  readonly partition: string
  /** The partition's index. */
  readonly index: number
  readonly mergePartitions: number
  readonly maxMessageBytes: number
}

/** What both kinds share: feeding the operator, and late events. */
export abstract class Windowed<R> implements WindowedOutput {
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

/** Which partition's state it is, in the fingerprint of a first stage. */
const OWNER = / of partition \d+/

/** Whether two fingerprints are of the same output, maybe in different partitions. */
export const isSameOutput = (one: string, other: string) => one.replace(OWNER, '') === other.replace(OWNER, '')
