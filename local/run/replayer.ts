import type { PreparedEvents } from '../events'
import { LogWriter } from '../log'

const tickMs = 50
/** Events for each tick where the replay goes as fast as possible: the page stays responsive. */
const eventsPerTick = 20_000

/** Writes events to the log as time passes, `speed` times as fast as they happened; null: as fast as possible. */
export class Replayer {
  private readonly writers: readonly LogWriter[]
  private timer: NodeJS.Timeout | undefined
  private startedAt = 0
  private next = 0
  private resolve: () => void = () => undefined

  constructor(
    log: string,
    private readonly events: PreparedEvents,
    private readonly speed: number | null,
  ) {
    this.writers = Array.from({ length: events.partitions }, (_, partition) => new LogWriter(log, partition))
  }

  /** Events in the log. */
  get written(): number {
    return this.next
  }

  writtenTo(partition: number): number {
    return this.writers[partition].length
  }

  /** The highest event time in the log; null before the first event. */
  get time(): number | null {
    const time = this.next === 0 ? Number.NEGATIVE_INFINITY : this.events.times[this.next - 1]
    return Number.isFinite(time) ? time : null
  }

  /** Ends when every event is in the log. */
  run(): Promise<void> {
    this.startedAt = Date.now()
    return new Promise((resolve, reject) => {
      this.resolve = resolve
      const tick = (): void => {
        try {
          if (this.advance()) resolve()
          else this.timer = setTimeout(tick, tickMs)
        } catch (error) {
          reject(error)
        }
      }
      tick()
    })
  }

  stop(): void {
    clearTimeout(this.timer)
    for (const writer of this.writers) writer.close()
    this.resolve()
  }

  /** True: all is written. */
  private advance(): boolean {
    const { dueMs, count } = this.events
    const due = this.speed === null ? Number.POSITIVE_INFINITY : (Date.now() - this.startedAt) * this.speed
    let end = this.next
    const most = Math.min(count, this.next + eventsPerTick)
    while (end < most && dueMs[end] <= due) end++
    this.append(end)
    if (end < count) return false
    for (const writer of this.writers) writer.end()
    return true
  }

  private append(end: number): void {
    const parts = this.writers.map((): Uint8Array[] => [])
    for (; this.next < end; this.next++) parts[this.events.partitionOf[this.next]].push(this.events.bytesOf(this.next))
    for (const [partition, part] of parts.entries()) if (part.length > 0) this.writers[partition].append(part)
  }
}
