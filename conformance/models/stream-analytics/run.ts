import { type ExactJson, parseExactJson } from '../../expected/exact-json'
import { evaluate, type Row } from './evaluate'
import type { Join, Query, Select } from './syntax'
import { AsaError, type AsaValue, DateTime, keyOf, millisecondsOf, toDateTime, valueOfJson } from './values'
import { placed } from './windows'

export interface Job {
  readonly query: Query
  /** Names of stream inputs, which all read the same partitions, each with its records in the order of their arrival. */
  readonly inputs: readonly string[]
  readonly partitions: readonly (readonly string[])[]
  /** Reference data as JSON lines, by the input's name. */
  readonly references: ReadonlyMap<string, string>
  /** Tolerance for events out of order; the policy is Drop. */
  readonly outOfOrderMs: number
}

/** The end of the year 9998. */
const ARRIVAL_MS = 253_370_764_799_999

type Record = ReadonlyMap<string, AsaValue>
interface Event {
  readonly timeMs: number
  readonly columns: Record
}

/**
 * What a job gives for an input that ends. Rules: https://learn.microsoft.com/azure/stream-analytics/stream-analytics-time-handling. A partition's watermark is its
 * greatest time less the tolerance; an event before it is dropped, before the query sees it; windows then see the events in the order of their time.
 */
export function runJob(job: Job): ReadonlyMap<string, readonly Record[]> {
  const steps = new Map<string, readonly Event[]>()
  const references = new Map([...job.references].map(([name, lines]) => [name, recordsOf(lines.split('\n'))]))
  const relation = (select: Select): readonly Event[] => {
    if (job.inputs.includes(select.from)) return job.partitions.flatMap(lines => arrived(lines, select, job))
    const found = steps.get(select.from)
    if (found === undefined) throw new AsaError(`there is no input or step called ${select.from}`)
    return found
  }
  const run = (select: Select) => selected(select, relation(select), references)
  for (const { name, select } of job.query.steps) steps.set(name, run(select))
  const outputs = new Map<string, readonly Record[]>()
  for (const select of job.query.outputs)
    outputs.set(
      select.into ?? '',
      run(select).map(({ columns }) => columns),
    )
  return outputs
}

/** The events of a partition that the policy lets through. */
function arrived(lines: readonly string[], { from, timestampBy }: Select, { outOfOrderMs }: Job): readonly Event[] {
  // Without TIMESTAMP BY there are no policies; the arrival is after all times.
  if (timestampBy === undefined) return recordsOf(lines).map(columns => ({ timeMs: ARRIVAL_MS, columns }))
  const events: Event[] = []
  let watermark = Number.NEGATIVE_INFINITY
  for (const columns of recordsOf(lines)) {
    const time = toDateTime(evaluate(timestampBy, { timeMs: 0, relations: new Map([[from, columns]]) }))
    if (!(time instanceof DateTime)) continue
    const timeMs = Number(millisecondsOf(time))
    if (timeMs >= watermark) events.push({ timeMs, columns })
    watermark = Math.max(watermark, timeMs - outOfOrderMs)
  }
  return events
}

/** Records that are no JSON objects are dropped when they are read. */
function recordsOf(lines: readonly string[]): readonly Record[] {
  return lines.flatMap(line => {
    const json: ExactJson | undefined = line === '' ? undefined : parseExactJson(line)
    if (!(json instanceof Map)) return []
    try {
      return [valueOfJson(json) as Record]
    } catch (error) {
      if (error instanceof AsaError) return []
      throw error
    }
  })
}

function selected(select: Select, events: readonly Event[], references: ReadonlyMap<string, readonly Record[]>): readonly Event[] {
  const { where, columns, window, groupBy } = select
  const rows = events
    .map(({ timeMs, columns: own }): Row => ({ timeMs, relations: new Map([[select.alias, own]]) }))
    .flatMap(row => select.joins.reduce<readonly Row[]>((found, join) => found.flatMap(one => joined(one, join, references)), [row]))
    .filter(row => where === undefined || evaluate(where, row) === true)
  const event = (row: Row, group?: readonly Row[]): Event => ({
    timeMs: row.timeMs,
    columns: new Map([
      ...(select.all ? (row.relations.get(select.alias) ?? []) : []),
      ...columns.map(({ name, expression }) => [name, evaluate(expression, row, group)] as const),
    ]),
  })
  if (window === undefined) return rows.map(row => event(row))
  if (window.kind === 'session' && window.partitionBy.length !== groupBy.length)
    throw new AsaError('the model knows sessions that are partitioned by their group key alone')
  const groups = new Map<string, Row[]>()
  for (const row of rows.toSorted((left, right) => left.timeMs - right.timeMs)) {
    const key = groupBy.map(node => keyOf(evaluate(node, row))).join()
    const held = groups.get(key) ?? []
    groups.set(key, held)
    held.push(row)
  }
  return [...groups.values()].flatMap(group =>
    placed(group, window).map(({ endMs, items }) => event({ timeMs: endMs, relations: items[0].relations }, items)),
  )
}

function joined(row: Row, join: Join, references: ReadonlyMap<string, readonly Record[]>): readonly Row[] {
  const beside = (columns: Record): Row => ({ ...row, relations: new Map([...row.relations, [join.alias, columns]]) })
  if (join.join === 'apply') {
    const list = evaluate(join.list, row)
    if (!Array.isArray(list)) return []
    return list.map((value, index) =>
      beside(
        new Map<string, AsaValue>([
          ['ArrayIndex', BigInt(index)],
          ['ArrayValue', value],
        ]),
      ),
    )
  }
  const reference = references.get(join.input)
  if (reference === undefined) throw new AsaError(`there is no reference input ${join.input}`)
  const matching = reference.map(beside).filter(candidate => evaluate(join.on, candidate) === true)
  return matching.length === 0 && join.left ? [beside(new Map())] : matching
}
