import type { Window } from './syntax'
import type { KsqlRow, KsqlValue } from './values'

/** Events of a key in a window, in the order of arrival. */
export interface OpenWindow {
  start: number
  end: number
  readonly key: readonly KsqlValue[]
  rows: KsqlRow[]
}

/**
 * Windows as Kafka Streams keeps them for one partition (KStreamWindowAggregate, KStreamSessionWindowAggregate), with EMIT FINAL: observed stream time moves by
 * every record that comes here, a record is dropped from windows whose end plus grace it has passed, and a window is given once stream time has passed
 * that. The stores keep windows for the retention: what closes beyond it is lost.
 */
export class Windows {
  private streamTime = Number.NEGATIVE_INFINITY
  private open: OpenWindow[] = []

  constructor(
    private readonly window: Window,
    private readonly give: (window: OpenWindow) => void,
  ) {}

  add(time: number, key: readonly KsqlValue[], row: KsqlRow): void {
    this.streamTime = Math.max(this.streamTime, time)
    if (this.window.kind === 'session') this.addToSession(time, key, row, this.window.gapMs)
    else for (const start of startsOf(this.window, time)) this.addToWindow(start, start + this.window.sizeMs, key, row)
    this.close()
  }

  /** Time passes all windows. */
  finish(): void {
    this.streamTime = Number.POSITIVE_INFINITY
    this.close(Number.POSITIVE_INFINITY)
  }

  private addToWindow(start: number, end: number, key: readonly KsqlValue[], row: KsqlRow): void {
    if (end <= this.streamTime - this.window.graceMs) return
    const held = this.open.find(window => window.start === start && sameKey(window.key, key))
    if (held) held.rows.push(row)
    else this.open.push({ start, end, key, rows: [row] })
  }

  /** Sessions are closed intervals of event times; one that is the gap or less away is merged. */
  private addToSession(time: number, key: readonly KsqlValue[], row: KsqlRow, gapMs: number): void {
    const near = this.open.filter(window => sameKey(window.key, key) && window.start - gapMs <= time && window.end + gapMs >= time)
    const merged: OpenWindow = {
      start: Math.min(time, ...near.map(({ start }) => start)),
      end: Math.max(time, ...near.map(({ end }) => end)),
      key,
      rows: [...near.flatMap(({ rows }) => rows), row],
    }
    if (merged.end < this.streamTime - this.window.graceMs - gapMs) return
    this.open = [...this.open.filter(window => !near.includes(window)), merged]
  }

  private close(keptMs = this.window.retentionMs): void {
    const { window, streamTime } = this
    const isClosed = ({ end }: OpenWindow) =>
      window.kind === 'session' ? end < streamTime - window.graceMs - window.gapMs : end <= streamTime - window.graceMs
    const closed = this.open.filter(isClosed)
    this.open = this.open.filter(held => !isClosed(held))
    // At the end of a bounded input the last windows close, whatever was kept.
    for (const held of closed)
      if (keptMs === Number.POSITIVE_INFINITY || (window.kind === 'session' ? held.end : held.start) >= streamTime - keptMs) this.give(held)
  }
}

function startsOf(window: Extract<Window, { readonly hopMs: number }>, time: number): readonly number[] {
  const starts: number[] = []
  // No window begins before 1970.
  const first = Math.max(0, time - window.sizeMs + window.hopMs)
  for (let start = Math.floor(first / window.hopMs) * window.hopMs; start <= time; start += window.hopMs) starts.push(start)
  return starts
}

const sameKey = (left: readonly KsqlValue[], right: readonly KsqlValue[]): boolean => left.every((value, index) => value === right[index])
