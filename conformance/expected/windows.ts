import type { Aggregate, Field, Output, Value, Windowed } from '../../pipeline'
import { type OracleDefinition, type OracleLog, type OracleRow, oracleRows } from '../../test/oracle'
import { attempt, contribution } from '../../test/runtime/end-to-end/expected/contribution'
import { specificationOf } from '../../test/runtime/end-to-end/expected/specification'
import { evaluate } from '../../test/runtime/end-to-end/interpreter/evaluate'
import { type Held, type HeldRecord, toHeld } from '../../test/runtime/end-to-end/interpreter/held'
import type { ExpectedCell, ExpectedRow } from './rows'

/** A good record. */
export interface Entry {
  readonly event: HeldRecord
  readonly time: number
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

function keeps(row: ExpectedRow, { having }: Windowed, columns: readonly Field[]): boolean {
  if (having === null) return true
  const record = Object.fromEntries(columns.map((column, index) => [column.name, heldOf(row[index], column)]))
  return attempt(() => evaluate(having, record)) === true
}

function cells({ start, end, key, values }: OracleRow): ExpectedRow {
  return [...[start, end, ...key].map(value => ({ kind: 'exact', value }) as const), ...values]
}

/** What an output with windows gives, and what happened on the way. */
export interface WindowedResult {
  readonly rows: readonly ExpectedRow[]
  readonly hasLate: boolean
  readonly hasOverflow: boolean
}

/** By the oracle; at the end of the input all windows close. */
export function windowResult(logs: readonly (readonly Entry[])[], maxDelayMs: number, output: Output, windowed: Windowed): WindowedResult {
  const oracleLogs = logs.map(
    (log): OracleLog => ({
      entries: log.map(({ event, time }, index) => ({ ordinal: index + 1, time, rows: contribution(event, output, windowed).rows })),
      endCause: log.length + 1,
    }),
  )
  const aggregates = windowed.aggregates.map(({ aggregate }, index) => specify(aggregate, index))
  const { rows, late } = oracleRows(oracleLogs, { window: windowed.window, aggregates, maxDelayMs })
  const whole = rows.filter(({ values }) => values.every(({ kind }) => kind !== 'overflow'))
  return {
    rows: whole.map(cells).filter(row => keeps(row, windowed, output.columns)),
    hasLate: late.some(({ length }) => length > 0),
    hasOverflow: whole.length < rows.length,
  }
}
