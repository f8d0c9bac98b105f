import { StateError } from '../../windowing'
import { ByteReader, ByteWriter, type StatePart } from '../checkpoint'
import type { ShuffleMessage } from '../shuffle'

/** Messages to the shuffle log, which a checkpoint holds until the next one: they are sent when they are stored, and sent again by whoever loads them. */
export class Outgoing {
  private messages: ShuffleMessage[] = []

  readonly part: StatePart = {
    name: 'messages',
    fingerprint: '',
    state: {
      changes: () => this.encode(),
      snapshot: () => this.encode(),
      restore: chunks => this.decode(chunks[chunks.length - 1]),
    },
  }

  add(message: ShuffleMessage): void {
    this.messages.push(message)
  }

  /** Gives what is to be sent, and forgets it. */
  take(): readonly ShuffleMessage[] {
    const { messages } = this
    this.messages = []
    return messages
  }

  /** Bytes that go to many merge partitions are written once. */
  private encode(): Uint8Array {
    const groups = new Map<Uint8Array, ShuffleMessage[]>()
    for (const message of this.messages) {
      const group = groups.get(message.bytes)
      if (group === undefined) groups.set(message.bytes, [message])
      else group.push(message)
    }
    const writer = new ByteWriter()
    writer.count(groups.size)
    for (const [bytes, group] of groups) {
      writer.text(group[0].output)
      writer.count(group[0].producer)
      writer.bytes(bytes)
      writer.count(group.length)
      for (const { partition } of group) writer.count(partition)
    }
    return writer.take()
  }

  private decode(chunk: Uint8Array): void {
    const reader = new ByteReader(chunk, problem => new StateError(`the messages in a checkpoint are damaged: ${problem}`))
    for (let groups = reader.count(); groups > 0; groups--) {
      const message = { output: reader.text(), producer: reader.count(), bytes: reader.bytes() }
      for (let left = reader.count(); left > 0; left--) this.messages.push({ ...message, partition: reader.count() })
    }
    reader.finish()
  }
}
