import type { MergeOperator } from '../../windowing'
import type { StatePart } from '../checkpoint'
import { foreignMessage, mergeHandOver } from '../errors'
import type { WindowedOutputProgram } from '../program'
import type { Position, RecordBatch } from '../records'
import { type MessageHeader, readMessage, type ShuffleMessage } from '../shuffle'
import type { Effects } from './effects'
import { Origins } from './origins'
import { ProducerProgress } from './producers'
import { RowWriter } from './rows'
import type { Stage } from './stage'

export interface MergeStageOptions {
  readonly partition: string
  readonly operator: MergeOperator
  readonly program: Pick<WindowedOutputProgram, 'name' | 'finishRow'>
  readonly fingerprint: string
  /** See `MergeProcessorOptions`. */
  readonly producers: number | readonly number[]
}

/** The second of two stages: merges the partial rows of all producers in one merge partition. */
export class MergeStage implements Stage {
  readonly parts: readonly StatePart[]
  private readonly progress: ProducerProgress
  private readonly origins = new Origins()
  private readonly rows: RowWriter
  private header: MessageHeader = { fingerprint: '', producer: 0, throughCause: 0, watermark: 0, successors: null }

  constructor(private readonly options: MergeStageOptions) {
    const { program, operator, fingerprint, producers } = options
    const isCount = typeof producers === 'number'
    this.progress = new ProducerProgress(isCount ? Array.from({ length: producers }, (_, producer) => producer) : producers)
    this.rows = new RowWriter(program, 0, this.origins)
    this.parts = [
      this.progress.part,
      {
        name: `output '${program.name}'`,
        fingerprint: `${fingerprint}:merge of ${isCount ? `${producers} producers` : 'producers that change'}`,
        state: operator,
      },
    ]
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

  apply(records: RecordBatch, from: number, to: number, firstOrdinal: number, effects: Effects): void {
    this.origins.begin(records, from, firstOrdinal)
    this.rows.into(effects)
    for (let index = from; index < to; index++) {
      if (records.ticks[index] === 0) this.takeMessage(records, index, firstOrdinal + index - from)
    }
  }

  /** Normally each producer's own end comes as a message; this ends those that never came. */
  finish(cause: number, lastPosition: Position | null, effects: Effects): void {
    this.origins.end(lastPosition)
    this.rows.into(effects)
    this.options.operator.finish(cause, this.rows)
  }

  handOver(): void {
    throw mergeHandOver(this.options.partition)
  }

  seal(): void {}

  takeMessages(): readonly ShuffleMessage[] {
    return []
  }

  private takeMessage(records: RecordBatch, index: number, cause: number): void {
    const { operator, partition } = this.options
    const fail = (problem: string) => foreignMessage(partition, records.positions[index], problem)
    readMessage(
      records.bytes.subarray(records.starts[index], records.ends[index]),
      fail,
      header => {
        this.checkHeader(header, fail)
        this.header = header
      },
      (partialCause, partialIndex, start, end, bytes, keyStart, keyEnd, state) => {
        const { producer } = this.header
        if (this.progress.take(producer, partialCause, partialIndex)) operator.merge(producer, start, end, bytes, keyStart, keyEnd, state)
      },
    )
    const { producer, throughCause, watermark, successors } = this.header
    if (!this.progress.take(producer, throughCause, Number.POSITIVE_INFINITY)) return
    if (successors !== null) this.replace(producer, successors, watermark, cause, fail)
    else if (watermark > Number.NEGATIVE_INFINITY) operator.advance(producer, watermark, cause, this.rows)
  }

  private replace(
    producer: number,
    successors: readonly number[],
    watermark: number,
    cause: number,
    fail: (problem: string) => Error,
  ): void {
    const over = successors.find(successor => this.progress.isOver(successor))
    if (over !== undefined) throw fail(`it hands over to producer ${over}, which itself was handed over before`)
    this.progress.replace(producer, successors)
    this.options.operator.handOver(producer, successors, watermark, cause, this.rows)
  }

  private checkHeader(header: MessageHeader, fail: (problem: string) => Error): void {
    const { fingerprint } = this.options
    if (header.fingerprint !== fingerprint) throw fail(`it was made by another definition (${header.fingerprint}, now ${fingerprint})`)
    if (!this.progress.knows(header.producer))
      throw fail(`it is of producer ${header.producer}, but producers are ${this.progress.active.join(', ')}`)
  }
}
