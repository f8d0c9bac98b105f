import type { Definition, Output, RecordValue } from '../../../pipeline'
import { MemoryDeadLetters, MemorySink, recordBatchOf, runBounded } from '../../../runtime'
import { canonicalRows } from './compare'
import type { Sent } from './events'

const SKETCHES = ['quantile', 'topK', 'approxCountDistinct']

type Rows = ReadonlyMap<string, readonly string[]>

/**
 * Rows of windows that hold no event which was out of order by more than the delay, as `streambed run` gives them: those that it gives of the events that are on
 * time in one partition, and gives of all events in the order of time, too. Shards must give them, however they divide the events.
 */
export async function rowsOfPunctualWindows(definition: Definition, events: readonly Sent[]): Promise<Rows> {
  const timed = events.map(event => ({ event, time: timeOf(event, definition.source.eventTime) })).filter(({ time }) => !Number.isNaN(time))
  let highest = Number.NEGATIVE_INFINITY
  const punctual = timed.filter(({ time }) => {
    const isPunctual = time >= highest - definition.source.maxDelayMs
    highest = Math.max(highest, time)
    return isPunctual
  })
  const [some, all] = [
    await run(definition, punctual),
    await run(
      definition,
      timed.toSorted((one, other) => one.time - other.time),
    ),
  ]
  return new Map(definition.outputs.map(({ name }) => [name, common(some.get(name) ?? [], all.get(name) ?? [])]))
}

/** Canonical rows without the columns that are promised within bounds alone, whose sketches depend on how events are divided. */
export function withoutSketches({ windowed }: Output, rows: readonly string[]): readonly string[] {
  const sketches = (windowed?.aggregates ?? []).filter(({ aggregate }) => SKETCHES.includes(aggregate.aggregate)).map(({ name }) => name)
  return rows.map(row => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(row)).filter(([name]) => !sketches.includes(name)))))
}

function common(rows: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others)
  return rows.filter(row => known.has(row))
}

function timeOf({ bytes }: Sent, member: string): number {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    const time = typeof value === 'object' && value !== null ? Reflect.get(value, member) : undefined
    return typeof time === 'number' ? time : Number.NaN
  } catch {
    return Number.NaN
  }
}

async function run(definition: Definition, events: readonly { readonly event: Sent }[]): Promise<Rows> {
  const sink = new MemorySink()
  const batch = recordBatchOf(events.map(({ event }, position) => ({ position, arrivalTime: Number.NaN, bytes: event.bytes })))
  await runBounded({ definition, partitions: [[batch]], ports: { sink, deadLetters: new MemoryDeadLetters() } })
  const rows = (name: string): readonly RecordValue[] => sink.rows('0', name).map(({ values }) => values)
  return new Map(definition.outputs.map(output => [output.name, withoutSketches(output, canonicalRows(output, rows(output.name)))]))
}
