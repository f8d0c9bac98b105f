import type { Definition, Output, RecordValue } from '../../pipeline'
import { rowToJson } from '../../runtime'
import type { TableNews } from '../proof'
import { describeOutput, durationText } from './describe-output'
import { EventStream, encodeMessage } from './event-stream'
import type { CrashMessage, DeadLetterMessage, HelloMessage, LateMessage, RowValues, TickMessage, VersionMessage } from './messages'

/** What a page that connects later is told of the past. */
const keptRows = 3000
const keptVersions = 60
const keptSides = 400
/** Two minutes, at two samples a second. */
const keptSamples = 240
/** Rows in one message. */
const rowsPerMessage = 500

export interface FeedOptions {
  readonly definition: Definition
  readonly description: string
  readonly totalEvents: number
  readonly partitions: number
  readonly speed: number | null
  readonly tableDirectory: string
}

/** Tells pages what happens in a run, and new pages what happened. */
export class Feed {
  readonly stream = new EventStream(() => this.backlog())
  private readonly hello: HelloMessage
  private readonly outputs: ReadonlyMap<string, Output>
  private readonly rows = new Map<string, RowValues[]>()
  private readonly versions: VersionMessage[] = []
  private readonly sides: (LateMessage | DeadLetterMessage)[] = []
  private readonly crashes: CrashMessage[] = []
  private readonly samples: TickMessage[] = []
  private lastTick: TickMessage | undefined

  constructor({ definition, ...options }: FeedOptions) {
    const { name, source, outputs } = definition
    this.outputs = new Map(outputs.map(output => [output.name, output]))
    this.hello = {
      ...options,
      name,
      source: source.name,
      partitionKey: source.partitionKey,
      maxDelay: durationText(source.maxDelayMs),
      outputs: outputs.map(describeOutput),
    }
  }

  tick(message: TickMessage): void {
    this.lastTick = message
    if (message.phase === 'running') keep(this.samples, [message], keptSamples)
    this.stream.send('tick', message)
  }

  news(output: string, { rows, commits }: TableNews): void {
    const described = this.outputs.get(output)
    if (described === undefined) return
    for (const { version, rows, files, bytes, timestamp } of commits) {
      const message = { output, version, rows, files, bytes, at: timestamp ?? 0 }
      keep(this.versions, [message], keptVersions)
      this.stream.send('version', message)
    }
    const values = rows.map(row => rowValues(described, row))
    const kept = this.rows.get(output) ?? []
    this.rows.set(output, kept)
    keep(kept, values, keptRows)
    for (let from = 0; from < values.length; from += rowsPerMessage)
      this.stream.send('rows', { output, rows: values.slice(from, from + rowsPerMessage) })
  }

  side(items: readonly (LateMessage | DeadLetterMessage)[]): void {
    keep(this.sides, items, keptSides)
    this.stream.send('side', { items })
  }

  crash(processId: number, inFlight: number): void {
    const message = { elapsedMs: this.lastTick?.elapsedMs ?? 0, processId, inFlight }
    this.crashes.push(message)
    this.stream.send('crash', message)
  }

  private backlog(): readonly string[] {
    return [
      encodeMessage('hello', this.hello),
      encodeMessage('history', {
        elapsedMs: this.samples.map(sample => sample.elapsedMs),
        eventsPerSecond: this.samples.map(sample => sample.eventsPerSecond),
        waiting: this.samples.map(waitingIn),
      }),
      ...this.crashes.map(message => encodeMessage('crash', message)),
      ...this.versions.map(message => encodeMessage('version', message)),
      ...[...this.rows].map(([output, rows]) => encodeMessage('rows', { output, rows })),
      ...(this.sides.length > 0 ? [encodeMessage('side', { items: this.sides })] : []),
      ...(this.lastTick ? [encodeMessage('tick', this.lastTick)] : []),
    ]
  }
}

function waitingIn({ partitions }: TickMessage): number {
  return partitions.reduce((sum, { written, committed }) => sum + written - committed, 0)
}

/** Exact integers become texts only where JavaScript's numbers can't hold them; the page shows both alike. */
function rowValues(output: Output, row: RecordValue): RowValues {
  const parsed: Record<string, unknown> = JSON.parse(rowToJson(row, output.columns))
  return output.columns.map(({ name }) => (typeof row[name] === 'bigint' ? String(row[name]) : parsed[name]))
}

function keep<T>(list: T[], added: readonly T[], most: number): void {
  list.push(...added.slice(-most))
  if (list.length > most) list.splice(0, list.length - most)
}
