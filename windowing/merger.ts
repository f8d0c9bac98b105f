import type { ByteReader, ByteWriter } from './bytes'
import type { MergeOperator, MergeReceiver, MergeSpecification } from './operator'
import { Producers } from './producers'
import { type KeyedSlots, SlotOperator } from './slot-operator'

/** What both kinds of merges share: the producers, whose smallest watermark closes windows. */
export abstract class Merger extends SlotOperator implements MergeOperator {
  protected readonly producers: Producers

  constructor(keyed: KeyedSlots, digest: number, { producers }: MergeSpecification) {
    super(keyed, digest)
    this.producers = new Producers(producers)
  }

  get watermark(): number {
    return this.producers.watermark
  }

  abstract merge(
    producer: number,
    start: number,
    end: number,
    keyBytes: Uint8Array,
    keyStart: number,
    keyEnd: number,
    state: Uint8Array,
  ): void

  advance(producer: number, watermark: number, cause: number, receiver: MergeReceiver): void {
    if (this.producers.advance(producer, watermark)) this.close(cause, receiver)
  }

  handOver(producer: number, successors: readonly number[], watermark: number, cause: number, receiver: MergeReceiver): void {
    if (this.producers.replace(producer, successors, watermark)) this.close(cause, receiver)
  }

  finish(cause: number, receiver: MergeReceiver): void {
    if (this.producers.finish()) this.close(cause, receiver)
  }

  /** Closes windows as far as the watermark goes. */
  protected abstract close(cause: number, receiver: MergeReceiver): void

  protected writeHead(writer: ByteWriter): void {
    this.producers.write(writer)
  }

  protected readHead(reader: ByteReader): void {
    this.producers.read(reader)
  }
}
