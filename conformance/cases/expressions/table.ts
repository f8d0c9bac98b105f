import {
  type AnyExpression,
  type Definition,
  type EventSource,
  int64,
  pipeline,
  type Row,
  type Shape,
  type Source,
  stream,
  timestamp,
} from '../../../pipeline'
import { attempt } from '../../../test/runtime/end-to-end/expected/contribution'
import { Failure, type HeldRecord } from '../../../test/runtime/end-to-end/interpreter/held'
import { through } from '../../../test/runtime/end-to-end/interpreter/steps'
import type { ConformanceCase } from '../../case'
import { decode } from '../../expected/decode'
import { line, type Member, type Members } from '../lines'
import { MIDNIGHT_MS } from '../times'

/** The fields that every table of expressions has. */
export const BASE = { id: int64(), at: timestamp('epoch-ms') }
export const TIMES = { eventTime: 'at', maxDelay: '1 hour' } as const

/** Columns by the name of a case: rows are the inputs with these beside them. */
type Outputs<S extends Shape> = Readonly<Record<string, (event: Row<S>) => Readonly<Record<string, AnyExpression>>>>

export interface Table<S extends Shape> {
  /** `numbers/int64-`: cases are `numbers/int64-add`. */
  readonly topic: string
  readonly source: EventSource<S>
  readonly records: readonly Members[]
  readonly outputs: Outputs<S>
}

/** Records that fail are run apart, so many of them: engines that can't drop such events declare or refuse those cases alone. */
const FAILING_RECORDS = 60
const GOOD_RECORDS_BESIDE = 5

/**
 * A case for each set of columns, over the records for which none of them fails. Where some fail, also a case `failing/numbers-int64-add` over those.
 */
export function expressionCases<S extends Shape>({ topic, source, records, outputs }: Table<S>): readonly ConformanceCase[] {
  const definitions = Object.entries(outputs).map(
    ([name, columns]) =>
      [name, pipeline(flat(topic + name), source).output(events => events.derive(columns).into(stream('rows'))).definition] as const,
  )
  const lines = records.map((record, id) => line({ id, at: MIDNIGHT_MS + 1000 * id, ...record }))
  const events = lines.map(text => eventOf(text, source.definition))
  const failing = new Map(
    definitions.map(([name, definition]) => [name, lines.filter((_, index) => fails(events[index], definition))] as const),
  )
  const bad = new Set([...failing.values()].flat())
  const good = lines.filter(text => !bad.has(text))
  const apart = [...spread([...bad], FAILING_RECORDS), ...spread(good, GOOD_RECORDS_BESIDE)]
  return definitions.flatMap(([name, definition]): readonly ConformanceCase[] => [
    { name: topic + name, definition, partitions: [good], conditions: [] },
    ...((failing.get(name) ?? []).length === 0
      ? []
      : [{ name: `failing/${flat(topic + name)}`, definition, partitions: [apart], conditions: ['failing-expressions'] } as const]),
  ])
}

const flat = (name: string): string => name.replace('/', '-')

function eventOf(text: string, source: Source): HeldRecord {
  const decoded = decode(text, source)
  if (decoded === undefined) throw new Error(`a record of a table of expressions must be good: ${text}`)
  return decoded.event
}

function fails(event: HeldRecord, { outputs }: Definition): boolean {
  return outputs.some(({ steps }) => attempt(() => [...through(event, steps)]) instanceof Failure)
}

/** At most so many items, from everywhere. */
function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  return items.length <= count ? items : Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)])
}

/** Every value beside every other. */
export function crossed(lefts: readonly Member[], rights: readonly Member[] = lefts): readonly Members[] {
  return lefts.flatMap(x => rights.map(y => ({ x, y })))
}
