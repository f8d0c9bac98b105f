import type { Output, Windowed } from '../../../../pipeline'
import type { RecordErrorCode } from '../../../../runtime'
import type { OracleEntry, OracleValue } from '../../../oracle'
import { evaluate } from '../interpreter/evaluate'
import { Failure, type Held, type HeldRecord, plain, textOf } from '../interpreter/held'
import { through } from '../interpreter/steps'

/** As the oracle and the product have a value; lists and records as text. */
export function oracleValue(value: Held): OracleValue {
  if (typeof value === 'bigint') return plain(value)
  return value !== null && typeof value === 'object' && !(value instanceof Uint8Array) ? textOf(value) : value
}

/** What `work` gives, or the failure that ends it. */
export function attempt<Result>(work: () => Result): Result | Failure {
  try {
    return work()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}

type Row = OracleEntry['rows'][number]

/** The group key; null where one of its columns is. */
function keyOf(element: HeldRecord, { keys }: Windowed): readonly OracleValue[] | null {
  const key: OracleValue[] = []
  for (const { expression } of keys) {
    const value = evaluate(expression, element)
    if (value === null) return null
    key.push(oracleValue(value))
  }
  return key
}

function rowOf(key: readonly OracleValue[], element: HeldRecord, { aggregates }: Windowed): Row {
  const columns = aggregates.map(({ aggregate: { input } }) => (input === null ? null : oracleValue(evaluate(input, element))))
  return { key, columns }
}

/** What an event contributes to windows, and its dead letter: nothing where anything fails; elements with a null key are left out. */
export function contribution(
  event: HeldRecord,
  output: Output,
  windowed: Windowed,
): { readonly rows: readonly Row[]; readonly code: RecordErrorCode | null } {
  const rows: Row[] = []
  let hasNullKey = false
  const failure = attempt(() => {
    for (const element of through(event, output.steps)) {
      const key = keyOf(element, windowed)
      if (key === null) hasNullKey = true
      else rows.push(rowOf(key, element, windowed))
    }
  })
  // Of two problems of one event the first is told.
  const code = hasNullKey ? 'null-key' : failure instanceof Failure ? 'expression-error' : null
  return { rows: failure instanceof Failure ? [] : rows, code }
}
