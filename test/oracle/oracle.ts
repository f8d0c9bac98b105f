import type { WindowSpecification } from '../../windowing'
import { type Contribution, expectedValue } from './aggregates'
import { compareKeys, keyIdentity } from './order'
import type { CausedRow, LateRow, OracleDefinition, OracleKey, OracleLog, OracleRow } from './types'

// Taken once: test sandboxes look up globals slowly.
const { max, min, floor, ceil } = Math

interface Window {
  readonly start: number
  readonly end: number
}

/** A row of an event in its window; of a session the window is still the event's own [time, time + gap). */
interface Placed extends Contribution, Window {
  readonly key: OracleKey
}

interface Group extends Window {
  readonly key: OracleKey
  readonly contributions: readonly Contribution[]
}

/** The watermark after each entry: the greatest time so far, minus the delay. */
export function watermarks({ entries, startWatermark }: OracleLog, maxDelayMs: number): readonly number[] {
  const start = startWatermark ?? Number.NEGATIVE_INFINITY
  return entries.map((_, index) => max(start, max(...entries.slice(0, index + 1).map(({ time }) => time)) - maxDelayMs))
}

/** All windows with start ≤ time < end, straight from the definition. */
function windowsOf(window: WindowSpecification, time: number): readonly Window[] {
  if (window.kind === 'session') return [{ start: time, end: time + window.gapMs }]
  const { sizeMs, offsetMs } = window
  const hopMs = window.kind === 'hopping' ? window.hopMs : sizeMs
  const latest = floor((time - offsetMs) / hopMs) * hopMs + offsetMs
  const starts = Array.from({ length: ceil(sizeMs / hopMs) }, (_, back) => latest - back * hopMs)
  return starts.map(start => ({ start, end: start + sizeMs })).filter(({ start, end }) => start <= time && time < end)
}

/** Judges each row by the watermark before its event. */
function place(log: OracleLog, partition: number, { window, maxDelayMs }: OracleDefinition): { placed: Placed[]; late: LateRow[] } {
  const after = watermarks(log, maxDelayMs)
  const placed: Placed[] = []
  const late: LateRow[] = []
  log.entries.forEach(({ ordinal, time, rows }, index) => {
    const watermark = index === 0 ? (log.startWatermark ?? Number.NEGATIVE_INFINITY) : after[index - 1]
    rows.forEach(({ key, columns }, row) => {
      const open =
        window.kind === 'session'
          ? time < watermark
            ? []
            : windowsOf(window, time)
          : windowsOf(window, time).filter(({ end }) => watermark < end)
      if (open.length === 0) late.push({ ordinal, row, watermark })
      for (const { start, end } of open) placed.push({ start, end, key, time, partition, ordinal, row, columns })
    })
  })
  return { placed, late }
}

function groupBy(placed: readonly Placed[], identity: (item: Placed) => string): Placed[][] {
  const groups = new Map<string, Placed[]>()
  for (const item of placed) {
    const name = identity(item)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [item])
    else group.push(item)
  }
  return [...groups.values()]
}

/** Batch sessions: the events of a key in the order of time, cut where the next is a gap or more away. */
function sessions(placed: readonly Placed[], gapMs: number): Group[] {
  return groupBy(placed, ({ key }) => keyIdentity(key)).flatMap(events => {
    const sorted = events.sort((left, right) => left.time - right.time)
    const cuts = sorted.map((_, index) => index).filter(index => index === 0 || sorted[index].time - sorted[index - 1].time >= gapMs)
    return cuts.map((from, index) => {
      const contributions = sorted.slice(from, cuts[index + 1])
      return { start: sorted[from].time, end: contributions[contributions.length - 1].time + gapMs, key: sorted[from].key, contributions }
    })
  })
}

function groups(placed: readonly Placed[], window: WindowSpecification): Group[] {
  if (window.kind === 'session') return sessions(placed, window.gapMs)
  return groupBy(placed, ({ start, key }) => `${start} ${keyIdentity(key)}`).map(contributions => ({ ...contributions[0], contributions }))
}

/** The rows of all groups in canonical order: (end, start, key). */
function rowsOf(placed: readonly Placed[], { window, aggregates }: OracleDefinition): OracleRow[] {
  return groups(placed, window)
    .map(({ start, end, key, contributions }) => ({
      start,
      end,
      key,
      values: aggregates.map(aggregate => expectedValue(aggregate, contributions)),
    }))
    .sort((left, right) => left.end - right.end || left.start - right.start || compareKeys(left.key, right.key))
}

/** One partition: the rows in the order in which they close, each with its cause, and the late rows in the order of the log. */
export function oraclePartition(log: OracleLog, definition: OracleDefinition, partition = 0): { rows: CausedRow[]; late: LateRow[] } {
  const { placed, late } = place(log, partition, definition)
  const after = watermarks(log, definition.maxDelayMs)
  const rows = rowsOf(placed, definition).flatMap(row => {
    const closing = log.entries[after.findIndex(watermark => watermark >= row.end)]
    const cause = closing?.ordinal ?? log.endCause
    return cause === undefined ? [] : [{ ...row, cause }]
  })
  // Entries close windows one after the other; within one entry the order is canonical already (the sort is stable).
  return { rows: rows.sort((left, right) => left.cause - right.cause), late }
}

/**
 * Several partitions: each judges its late rows by its own watermark; the rows are those of all partitions' accepted events together,
 * closed when the smallest watermark has reached their end.
 */
export function oracleRows(logs: readonly OracleLog[], definition: OracleDefinition): { rows: OracleRow[]; late: LateRow[][] } {
  const parts = logs.map((log, partition) => place(log, partition, definition))
  const ends = logs.map(log => {
    if (log.endCause !== undefined) return Number.POSITIVE_INFINITY
    return watermarks(log, definition.maxDelayMs).at(-1) ?? log.startWatermark ?? Number.NEGATIVE_INFINITY
  })
  const smallest = min(...ends)
  const rows = rowsOf(
    parts.flatMap(({ placed }) => placed),
    definition,
  )
  return { rows: rows.filter(({ end }) => end <= smallest), late: parts.map(({ late }) => late) }
}
