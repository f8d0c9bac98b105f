import type {
  DeadLetter,
  DeadLetterBatch,
  DeadLetters,
  Position,
  ProcessorPorts,
  Sink,
  SinkBatch,
  StateChange,
  StateStore,
  StoredState,
} from '../../runtime'
import type { BucketClient } from './clients/bucket'
import type { Attribute, Put } from './clients/table'
import { OUTBOX, PREFIX, padded, readableName } from './names'
import { encodeStaged, type Place, rowLine, type Section } from './staged'
import type { TableStateStore } from './state-store'

export interface OutboxOptions {
  readonly store: TableStateStore
  readonly bucket: BucketClient
  /** Epoch ms; orders the publication and nothing else. */
  readonly now: () => number
  readonly newId: () => string
  /** How late events and dead letters name a record's position, e.g. by a sequence number. @default its digits */
  readonly positionText?: (position: Position) => string
}

export interface Marks {
  /** Attributes that the next commit stores beside the checkpoint. */
  readonly attributes?: Readonly<Record<string, Attribute>>
  /** By position: the bytes of records as they were in the log, where they were unpacked. */
  readonly originals?: ReadonlyMap<Position, Uint8Array>
  /** Instead of the outbox's own. */
  readonly positionText?: (position: Position) => string
}

/** A partition's effects since its last commit. */
type Pending = Map<string, Place & { readonly lines: string[] }>

/**
 * The state store, sink and dead letters of a processor as one thing. What is written waits in memory; the checkpoint's commit puts it into one staged file and
 * names that file in the same atomic step. So effects and checkpoint are stored together or not at all, and a file without its item is garbage.
 */
export class Outbox {
  readonly ports: Omit<ProcessorPorts, 'shuffle' | 'state'> & { readonly state: StateStore }
  private readonly pending = new Map<string, Pending>()
  private readonly marks = new Map<string, Marks>()

  constructor(private readonly options: OutboxOptions) {
    const sink: Sink = { write: async batch => this.addRows(batch) }
    const deadLetters: DeadLetters = { write: async batch => this.addLetters(batch) }
    const state: StateStore = {
      load: partition => this.load(partition),
      commit: (partition, version, change) => this.commit(partition, version, change),
    }
    this.ports = { sink, deadLetters, state }
  }

  /** What the records say that the partition processes next. */
  begin(partition: string, marks: Marks): void {
    this.marks.set(partition, marks)
  }

  /** Stages what waits for a partition. Gives the item that publishes it; undefined where nothing waits. */
  async stage(partition: string, version: number): Promise<Put | undefined> {
    const pending = this.pending.get(partition)
    this.pending.delete(partition)
    if (pending === undefined || pending.size === 0) return undefined
    const { bucket, now, newId } = this.options
    const sections: readonly Section[] = [...pending.values()]
    const bytes = encodeStaged(sections)
    const at = now()
    const sk = `${padded(at)}/${readableName(partition)}/${padded(version)}-${newId()}`
    await bucket.put(stagedKey(sk), bytes)
    const lines = sections.reduce((sum, section) => sum + section.lines.length, 0)
    const size = sections.reduce((sum, section) => sum + section.lines.reduce((total, line) => total + line.length, 0), 0)
    return { item: { pk: OUTBOX, sk, at, lines, size } }
  }

  private load(partition: string): Promise<StoredState | undefined> {
    this.pending.delete(partition) // of a call that failed
    return this.options.store.load(partition)
  }

  private async commit(partition: string, expectedVersion: number, change: StateChange): Promise<boolean> {
    const staged = await this.stage(partition, expectedVersion + 1)
    const { attributes = {} } = this.marks.get(partition) ?? {}
    return this.options.store.commitWith(partition, expectedVersion, change, { puts: staged === undefined ? [] : [staged], attributes })
  }

  private addRows({ partition, output, channel, rows }: SinkBatch): void {
    const lines = this.lines(partition, { kind: channel, output })
    for (const { cause, values } of rows) lines.push(channel === 'rows' ? rowLine(values) : this.lateLine(partition, cause, values))
  }

  private addLetters({ partition, letters }: DeadLetterBatch): void {
    const lines = this.lines(partition, { kind: 'dead-letters', output: '' })
    for (const letter of letters) lines.push(this.letterLine(partition, letter))
  }

  private lines(partition: string, place: Place): string[] {
    const pending: Pending = this.pending.get(partition) ?? new Map()
    this.pending.set(partition, pending)
    const key = `${place.kind} ${place.output}`
    const known = pending.get(key) ?? { ...place, lines: [] }
    pending.set(key, known)
    return known.lines
  }

  private lateLine(
    partition: string,
    cause: number,
    { eventTime, watermark, position, arrivalTime, record }: SinkBatch['rows'][number]['values'],
  ): string {
    return JSON.stringify({
      partition,
      cause,
      eventTime,
      watermark,
      position: this.textOf(partition, position as Position),
      arrivalTime,
      record: this.recordText(partition, position as Position, record as Uint8Array),
    })
  }

  private letterLine(partition: string, { cause, output, error, position, arrivalTime, record }: DeadLetter): string {
    return JSON.stringify({
      partition,
      cause,
      output,
      ...error,
      position: this.textOf(partition, position),
      arrivalTime: Number.isNaN(arrivalTime) ? null : arrivalTime,
      record: this.recordText(partition, position, record),
    })
  }

  /** Base64 of the original bytes; a closed window has none. */
  private recordText(partition: string, position: Position, record: Uint8Array): string {
    const original = this.marks.get(partition)?.originals?.get(position)
    return Buffer.from(record.length > 0 && original !== undefined ? original : record).toString('base64')
  }

  private textOf(partition: string, position: Position): string {
    return (this.marks.get(partition)?.positionText ?? this.options.positionText ?? String)(position)
  }
}

/** The staged file of an outbox item. */
export const stagedKey = (sk: string) => `${PREFIX.staged}${sk}.jsonl.gz`
