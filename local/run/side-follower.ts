import type { Definition } from '../../pipeline'
import { DirectoryDeadLetters, DirectorySink } from '../../runtime'
import type { DeadLetterMessage, LateMessage } from '../dashboard/messages'
import type { RunPaths } from './paths'

const shownBytes = 300

/** Reads late events and dead letters from where the worker stored them, each once. */
export class SideFollower {
  private readonly late: DirectorySink
  private readonly deadLetters: DirectoryDeadLetters
  private readonly seen = new Map<string, number>()

  constructor(
    private readonly definition: Definition,
    paths: RunPaths,
  ) {
    this.late = new DirectorySink(paths.late)
    this.deadLetters = new DirectoryDeadLetters(paths.deadLetters)
  }

  /** What is new in a partition. */
  async news(partition: string): Promise<readonly (LateMessage | DeadLetterMessage)[]> {
    const messages: (LateMessage | DeadLetterMessage)[] = []
    for (const { name } of this.definition.outputs) {
      const lines = await this.late.lines(partition, name, 'late')
      for (const line of this.fresh(`late/${partition}/${name}`, lines)) messages.push(lateMessage(partition, name, line))
    }
    const letters = await this.deadLetters.letters(partition)
    for (const { position, error, record } of this.fresh(`letters/${partition}`, letters)) {
      messages.push({ kind: 'dead-letter', partition, position: String(position), ...error, record: shownText(record) })
    }
    return messages
  }

  private fresh<T>(key: string, all: readonly T[]): readonly T[] {
    const fresh = all.slice(this.seen.get(key) ?? 0)
    this.seen.set(key, all.length)
    return fresh
  }
}

interface LateLine {
  readonly values: { readonly eventTime: number; readonly watermark: number; readonly position: number; readonly record: string }
}

function lateMessage(partition: string, output: string, line: string): LateMessage {
  const { values }: LateLine = JSON.parse(line)
  const { eventTime, watermark, position, record } = values
  return {
    kind: 'late',
    output,
    partition,
    position: String(position),
    eventTime,
    watermark,
    record: shownText(Buffer.from(record, 'base64')),
  }
}

function shownText(record: Uint8Array): string {
  return Buffer.from(record.subarray(0, shownBytes)).toString('utf8')
}
