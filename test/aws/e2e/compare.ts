import { join } from 'node:path'
import type { Definition, Output, RecordValue } from '../../../pipeline'
import { field } from '../../tables/arbitraries'
import { canonicalRow } from '../../tables/canonical'
import { KinesisStream } from '../mapping'
import type { Checks } from './checks'
import { type Expected, expectedOf } from './expected'
import { readLogs } from './logs'
import { SETTINGS } from './settings'
import type { World } from './world'

const DAY_MS = 86_400_000

/** Reads the lake back by independent readers, and compares it with what the runtime gives of the same logs. Gives the lake's rows by output. */
export async function compareLake(
  world: World,
  definition: Definition,
  checks: Checks,
  name: string,
  python: string,
  folder: string,
): Promise<{ readonly expected: Expected; readonly rows: ReadonlyMap<string, readonly string[]> }> {
  const logs = await readLogs(new KinesisStream(world.outputs['streamArn'], world.root.kinesis))
  const expected = await expectedOf(definition, logs, await world.ranges(), SETTINGS.mergePartitions ?? 1)
  const rows = new Map<string, readonly string[]>()
  for (const output of definition.outputs) {
    const wanted = canonicalRows(output, expected.rows.get(output.name) ?? [])
    const { deltalake, duckdb } = await world.lake.readTable(python, output.name, join(folder, output.name))
    checks.same(`${name}: rows of ${output.name}, deltalake`, wanted, deltalake)
    checks.same(`${name}: rows of ${output.name}, duckdb`, wanted, duckdb)
    rows.set(output.name, deltalake)
    const late = (await world.lake.lines(`late/${output.name}/`)) as readonly { readonly record: string }[]
    const lateWanted = (expected.late.get(output.name) ?? []).map(({ record }) => base64(record as Uint8Array))
    checks.same(
      `${name}: late events of ${output.name}`,
      lateWanted,
      late.map(({ record }) => record),
    )
  }
  const letters = (await world.lake.lines('dead-letters/')) as readonly DeadLetterLine[]
  checks.same(
    `${name}: dead letters with their bytes`,
    expected.deadLetters.map(({ output, error, record, position }) =>
      [output, error.code, base64(record), BigInt(position) >> 20n].join(' '),
    ),
    letters.map(({ output, code, record, position }) => [output, code, record, position].join(' ')),
  )
  return { expected, rows }
}

interface DeadLetterLine {
  readonly output: string | null
  readonly code: string
  readonly record: string
  readonly position: string
}

/** With the columns that tables are partitioned by. */
export function canonicalRows(output: Output, rows: readonly RecordValue[]): readonly string[] {
  const days = output.into.kind === 'table' ? output.into.partitionBy.filter(({ unit }) => unit === 'day').map(({ column }) => column) : []
  const fields = [...output.columns, ...days.map(column => field(`${column}_day`, { kind: 'date' }))]
  const dayOf = (row: RecordValue, column: string) => (row[column] === null ? null : Math.floor(Number(row[column]) / DAY_MS))
  return rows.map(row => canonicalRow(fields, { ...row, ...Object.fromEntries(days.map(column => [`${column}_day`, dayOf(row, column)])) }))
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
