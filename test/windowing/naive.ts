import { ADD, ADVANCE, type AggregateValue, type WindowSpecification } from '../../windowing'
import type { Event, Row } from './support'

interface Taken {
  readonly event: Event
  readonly place: number
}

/** What sessions and windows hold, in the slowest way: the first columns of `aggregates`, without causes. */
export function evaluate(window: WindowSpecification, maxDelayMs: number, events: readonly Event[]): { rows: Row[]; lateEvents: number[] } {
  const lateEvents: number[] = []
  const windows = new Map<string, { start: number; end: number; key: string; taken: Taken[] }>()
  const onTime: Taken[] = []
  let watermark = Number.NEGATIVE_INFINITY
  events.forEach((event, place) => {
    const actions = event.actions ?? ADD | ADVANCE
    if ((actions & ADD) !== 0) {
      if (window.kind === 'session') {
        if (event.time < watermark) lateEvents.push(place)
        else onTime.push({ event, place })
      } else {
        const open = startsOf(window, event.time).filter(start => watermark < start + window.sizeMs)
        if (open.length === 0) lateEvents.push(place)
        for (const start of open) {
          const name = `${start} ${event.key}`
          const found = windows.get(name) ?? { start, end: start + window.sizeMs, key: event.key ?? 'k', taken: [] }
          found.taken.push({ event, place })
          windows.set(name, found)
        }
      }
    }
    if ((actions & ADVANCE) !== 0) watermark = Math.max(watermark, event.time - maxDelayMs)
  })
  const all = window.kind === 'session' ? sessionsOf(window.gapMs, onTime) : [...windows.values()]
  all.sort((left, right) => left.end - right.end || left.start - right.start || (left.key < right.key ? -1 : 1))
  return { lateEvents, rows: all.map(({ start, end, key, taken }) => [start, end, key, 0, ...valuesOf(taken)]) }
}

function startsOf(window: Exclude<WindowSpecification, { kind: 'session' }>, time: number): number[] {
  const hopMs = window.kind === 'hopping' ? window.hopMs : window.sizeMs
  const starts: number[] = []
  for (let start = time - window.sizeMs + 1; start <= time; start++) if ((start - window.offsetMs) % hopMs === 0) starts.push(start)
  return starts
}

function sessionsOf(gapMs: number, events: readonly Taken[]) {
  const sessions: { start: number; end: number; key: string; taken: Taken[] }[] = []
  for (const key of new Set(events.map(({ event }) => event.key ?? 'k'))) {
    const own = events.filter(({ event }) => (event.key ?? 'k') === key).sort((left, right) => left.event.time - right.event.time)
    for (const [index, taken] of own.entries()) {
      if (index === 0 || taken.event.time - own[index - 1].event.time >= gapMs) {
        sessions.push({ start: taken.event.time, end: 0, key, taken: [] })
      }
      const session = sessions[sessions.length - 1]
      session.taken.push(taken)
      session.end = taken.event.time + gapMs
    }
  }
  return sessions
}

const integer = (value: bigint) => (value >= -(2n ** 53n) + 1n && value <= 2n ** 53n - 1n ? Number(value) : value)

/** count, sum, avg / 100, min, max, countDistinct, first, last of column 0. */
function valuesOf(taken: readonly Taken[]): AggregateValue[] {
  const ordered = [...taken].sort((left, right) => left.event.time - right.event.time || left.place - right.place)
  const numbers = ordered.flatMap(({ event }) => (event.value === null || event.value === undefined ? [] : [BigInt(event.value)]))
  const sum = numbers.reduce((total, value) => total + value, 0n)
  const sorted = [...numbers].sort((left, right) => (left < right ? -1 : left > right ? 1 : 0))
  const none = numbers.length === 0
  return [
    taken.length,
    none ? null : integer(sum),
    none ? null : Number(sum) / numbers.length / 100,
    none ? null : integer(sorted[0]),
    none ? null : integer(sorted[sorted.length - 1]),
    new Set(numbers).size,
    none ? null : integer(numbers[0]),
    ordered[ordered.length - 1].event.value ?? null,
  ]
}
