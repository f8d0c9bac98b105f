import type { PartialOperator, PartialReceiver } from '../../windowing'
import { MessagePacker, mergePartitionOf } from '../shuffle'
import { operatorOf, type StageFactory } from './compiled'
import type { Outgoing } from './outgoing'
import { Windowed, type WindowedOutputOptions } from './windowed-output'

export const firstStage: StageFactory = (of, { program, output, origins, index, maxDelayMs, mergePartitions, maxMessageBytes }) => {
  const { window, aggregates, factories, fingerprint } = of
  const operator = operatorOf(of, 'partials')({ window, aggregates, factories, maxDelayMs, partitionIndex: index })
  return new FirstStageOutput({ program, output, origins, fingerprint, operator, producer: index, mergePartitions, maxMessageBytes })
}

export interface FirstStageOptions extends WindowedOutputOptions<PartialReceiver> {
  readonly operator: PartialOperator
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
