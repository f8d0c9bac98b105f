import type { Aggregate, Field, Output, Value, Windowed } from '../../pipeline'
import { type OracleDefinition, type OracleLog, type OracleRow, oracleRows } from '../../test/oracle'
import { attempt, contribution } from '../../test/runtime/end-to-end/expected/contribution'
import { specificationOf } from '../../test/runtime/end-to-end/expected/specification'
import { evaluate } from '../../test/runtime/end-to-end/interpreter/evaluate'
import { Failure, type Held, type HeldRecord, toHeld } from '../../test/runtime/end-to-end/interpreter/held'
import type { ExpectedLetter, ExpectedPlace } from './letters'
import type { ExpectedCell, ExpectedRow } from './rows'

/** A good record, or a tick: all of them move the watermark. */
export interface Entry {
  /** Null: a tick. */
  readonly event: HeldRecord | null
  readonly time: number
  /** Where the log has it. */
  readonly place: ExpectedPlace
}

type Specification = OracleDefinition['aggregates'][number]

function specify(aggregate: Aggregate, index: number): Specification {
  const { aggregate: name, input } = aggregate
  if (name !== 'approxCountDistinct' && name !== 'quantile' && name !== 'topK') return specificationOf(aggregate, index)
  const base = {
    column: index,
    input: input.type.kind === 'double' ? 'double' : input.type.kind === 'string' ? 'object' : 'integer',
  } as const
  switch (name) {
    case 'approxCountDistinct':
      return { aggregate: name, ...base, precision: aggregate.precision }
    case 'quantile':
      return { aggregate: name, ...base, fraction: aggregate.fraction, accuracy: aggregate.accuracy }
    case 'topK':
      return { aggregate: name, ...base, limit: aggregate.limit, capacity: aggregate.capacity }
  }
}

/** What `having` sees of a column: of lists and records only whether they are null, of sketches nothing, since their values differ between engines. */
function heldOf(value: ExpectedCell, { type }: Field): Held {
  if (value.kind === 'double') return value.value
  if (value.kind !== 'exact') return null
  return value.value !== null && (type.kind === 'list' || type.kind === 'record') ? '' : toHeld(value.value as Value, type)
}

/** What `having` says of a row. */
function decision(row: ExpectedRow, { having }: Windowed, columns: readonly Field[]): Held | Failure {
  if (having === null) return true
  const record = Object.fromEntries(columns.map((column, index) => [column.name, heldOf(row[index], column)]))
  return attempt(() => evaluate(having, record))
}

function cells({ start, end, key, values }: OracleRow): ExpectedRow {
  return [...[start, end, ...key].map(value => ({ kind: 'exact', value }) as const), ...values]
}

/** What an output with windows gives, and what happened on the way. */
export interface WindowedResult {
  readonly rows: readonly ExpectedRow[]
  readonly late: readonly ExpectedLetter[]
  readonly letters: readonly ExpectedLetter[]
}

/** By the oracle; at the end of the input all windows close. */
export function windowResult(
  logs: readonly (readonly Entry[])[],
  maxDelayMs: number,
  output: Output,
  windowed: Windowed,
  isOpen: boolean,
): WindowedResult {
  const nothing = { rows: [], code: null } as const
  const given = logs.map(log => log.map(({ event }) => (event === null ? nothing : contribution(event, output, windowed))))
  const oracleLogs = logs.map(
    (log, partition): OracleLog => ({
      entries: log.map(({ time }, index) => ({ ordinal: index + 1, time, rows: given[partition][index].rows })),
      ...(isOpen ? {} : { endCause: log.length + 1 }),
    }),
  )
  const aggregates = windowed.aggregates.map(({ aggregate }, index) => specify(aggregate, index))
  const { rows, late } = oracleRows(oracleLogs, { window: windowed.window, aggregates, maxDelayMs })
  const whole = rows.filter(({ values }) => values.every(({ kind }) => kind !== 'overflow'))
  const decided = whole.map(cells).map(row => ({ row, decision: decision(row, windowed, output.columns) }))
  const letter = (kind: ExpectedLetter['kind'], place?: ExpectedPlace): ExpectedLetter => ({ output: output.name, kind, ...place })
  return {
    rows: decided.filter(row => row.decision === true).map(({ row }) => row),
    // The elements of an exploded event are of one time: all of them are late, or none.
    late: late.flatMap((entries, partition) =>
      entries.filter(({ row }) => row === 0).map(({ ordinal }) => letter('late', logs[partition][ordinal - 1].place)),
    ),
    letters: [
      ...logs.flatMap((log, partition) =>
        log.flatMap(({ place }, index) => {
          const { code } = given[partition][index]
          return code === 'null-key' || code === 'expression-error' ? [letter(code, place)] : []
        }),
      ),
      ...rows.filter(row => !whole.includes(row)).map(() => letter('aggregate-error')),
      ...decided.filter(row => row.decision instanceof Failure).map(() => letter('expression-error')),
    ],
  }
}
