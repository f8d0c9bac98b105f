import { ByteReader, ByteWriter } from '../checkpoint'

const FORMAT = 1
/** A message that names successors. */
const HAND_OVER_FORMAT = 2

/** What a message says besides its partial rows. */
export interface MessageHeader {
  /** Of the output; a merge takes only messages of its own definition. */
  readonly fingerprint: string
  readonly producer: number
  /** All of the producer's partial rows with this cause or an earlier one are in this message or before it; 0: nothing is said. */
  readonly throughCause: number
  /** The producer's watermark after `throughCause`; −Infinity where nothing is said, +Infinity after its end. */
  readonly watermark: number
  /** The producer ends with this message, and these go on from its watermark; null: it goes on itself. */
  readonly successors: readonly number[] | null
}

/** Takes the partial rows of a message. Byte ranges are only valid during the call. */
export type PartialVisitor = (
  cause: number,
  /** Among the partial rows of this producer, cause and merge partition, from 0. */
  index: number,
  start: number,
  end: number,
  bytes: Uint8Array,
  keyStart: number,
  keyEnd: number,
  state: Uint8Array,
) => void

/** Collects the partial rows of one producer for one merge partition, and cuts them into messages. */
export class MessagePacker {
  private readonly rows = new ByteWriter()
  private count = 0
  private firstIndex = 0
  private cause = -1
  private nextIndex = 0
  private readonly full: Uint8Array[] = []

  constructor(
    private readonly fingerprint: string,
    private readonly producer: number,
    private readonly maxMessageBytes: number,
  ) {}

  get empty(): boolean {
    return this.count === 0 && this.full.length === 0
  }

  add(start: number, end: number, key: Uint8Array, keyStart: number, keyEnd: number, cause: number, state: Uint8Array): void {
    if (cause !== this.cause) {
      this.cause = cause
      this.nextIndex = 0
    }
    const size = 32 + keyEnd - keyStart + state.length
    if (this.count > 0 && this.rows.length + size > this.maxMessageBytes) this.full.push(this.message(0, Number.NEGATIVE_INFINITY))
    if (this.count === 0) this.firstIndex = this.nextIndex
    this.count++
    this.nextIndex++
    this.rows.double(cause)
    this.rows.double(start)
    this.rows.double(end)
    this.rows.bytes(key, keyStart, keyEnd)
    this.rows.bytes(state)
  }

  /** Everything that was added, the last message with the promise and the successors. The packer is empty afterwards. */
  seal(throughCause: number, watermark: number, successors: readonly number[] | null = null): readonly Uint8Array[] {
    const messages = [...this.full.splice(0), this.message(throughCause, watermark, successors)]
    this.cause = -1
    return messages
  }

  private message(throughCause: number, watermark: number, successors: readonly number[] | null = null): Uint8Array {
    const writer = new ByteWriter()
    writer.byte(successors === null ? FORMAT : HAND_OVER_FORMAT)
    writer.text(this.fingerprint)
    writer.count(this.producer)
    writer.double(throughCause)
    writer.double(watermark)
    if (successors !== null) {
      writer.count(successors.length)
      for (const successor of successors) writer.count(successor)
    }
    writer.count(this.firstIndex)
    writer.count(this.count)
    writer.raw(this.rows.written())
    this.rows.take()
    this.count = 0
    return writer.take()
  }
}

/** Reads a message: the header first, then its partial rows through `visitor`. `fail` makes the error for bytes that are not a message. */
export function readMessage(
  bytes: Uint8Array,
  fail: (problem: string) => Error,
  onHeader: (header: MessageHeader) => void,
  visitor: PartialVisitor,
): void {
  const reader = new ByteReader(bytes, fail)
  const format = reader.byte()
  if (format !== FORMAT && format !== HAND_OVER_FORMAT)
    throw fail(`it has format ${format}, this version reads ${FORMAT} and ${HAND_OVER_FORMAT}`)
  onHeader({
    fingerprint: reader.text(),
    producer: reader.count(),
    throughCause: reader.double(),
    watermark: reader.double(),
    successors: format === FORMAT ? null : readSuccessors(reader),
  })
  const firstIndex = reader.count()
  let lastCause = -1
  let index = 0
  for (let row = 0, count = reader.count(); row < count; row++) {
    const cause = reader.double()
    index = row === 0 ? firstIndex : cause === lastCause ? index + 1 : 0
    lastCause = cause
    const start = reader.double()
    const end = reader.double()
    const keyStart = reader.skipBytes()
    const keyEnd = reader.offset
    visitor(cause, index, start, end, bytes, keyStart, keyEnd, reader.bytes())
  }
  reader.finish()
}

function readSuccessors(reader: ByteReader): readonly number[] {
  const successors: number[] = []
  for (let left = reader.count(); left > 0; left--) successors.push(reader.count())
  return successors
}
