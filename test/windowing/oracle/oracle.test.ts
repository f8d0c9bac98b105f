import fc from 'fast-check'
import { oraclePartition, oracleRows } from '../../oracle'
import { Choices, caseOf, type Kind } from './cases'
import { lateProblem, rowProblem, shown } from './compare'
import { type DrivenRow, driveStages, driveWindows } from './drive'

const RUNS = Number(process.env.STREAMBED_RUNS ?? '1')
const KINDS: readonly Kind[] = ['tumbling', 'hopping', 'session']

/** `running`: where batches are cut, checkpoints taken and producers interleaved, of which the result is independent. */
type Check = (kind: Kind, choices: Choices, running: Choices, onTime: boolean) => string | undefined

/** One partition: rows, causes, order and late rows. */
const oneStage: Check = (kind, choices, running, onTime) => {
  const { definition, logs } = caseOf(kind, choices, 1, onTime)
  const expected = oraclePartition(logs[0], definition)
  if (onTime && expected.late.length > 0) return 'a case is not on time'
  const actual = driveWindows(logs[0], definition, running)
  return rowProblem(expected.rows, actual.rows) ?? lateProblem(expected.late, actual.late)
}

/** Several partitions, merged: rows, order and late rows. Rows may only be given once they are promised to be complete. */
const twoStages: Check = (kind, choices, running, onTime) => {
  const { definition, logs } = caseOf(kind, choices, 1 + choices.below(3), onTime)
  const expected = oracleRows(logs, definition)
  const actual = driveStages(logs, definition, running)
  const complete = expected.rows.filter(({ end }) => end <= actual.promised)
  const late = logs.map((_, partition) => lateProblem(expected.late[partition], actual.late[partition]))
  return rowProblem(complete, actual.rows) ?? late.find(problem => problem !== undefined)
}

/** However producers interleave and logs are cut, each bit of the rows is the same: also of sketches and double sums, where the order of merges shows. */
const interleavings: Check = (kind, choices, running, onTime) => {
  const { definition, logs } = caseOf(kind, choices, 2 + choices.below(2), onTime)
  const ended = logs.map(log => ({ ...log, endCause: Number.MAX_SAFE_INTEGER }))
  const text = (rows: readonly DrivenRow[]) => shown(rows.map(({ cause: _, ...row }) => row))
  const first = text(driveStages(ended, definition, new Choices(new Uint8Array(0))).rows)
  const second = text(driveStages(ended, definition, running).rows)
  return first === second ? undefined : `rows depend on the interleaving: ${first} and ${second}`
}

const CHECKS: Readonly<Record<string, Check>> = { oneStage, twoStages, interleavings }

function problemOf(check: string, kind: Kind, onTime: boolean, bytes: Uint8Array): string | undefined {
  try {
    return CHECKS[check](kind, new Choices(bytes), Choices.endless(bytes), onTime)
  } catch (error) {
    return error instanceof Error ? error.stack : String(error)
  }
}

function prove(check: string, kind: Kind, onTime: boolean, streams: number): void {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 150, size: 'max' }), bytes => {
      const problem = problemOf(check, kind, onTime, bytes)
      if (problem === undefined) return
      const reproduction = `${check}:${kind}:${onTime ? 'on-time' : 'late'}:${Buffer.from(bytes).toString('hex')}`
      throw new Error(`${problem}\nSTREAMBED_CASE=${reproduction} npx jest test/windowing/oracle`)
    }),
    { numRuns: Math.ceil(streams * RUNS) },
  )
}

describe.each(KINDS)('%s windows', kind => {
  test('agree with the oracle on streams with late events', () => prove('oneStage', kind, false, 5_000))
  test('agree with the oracle on streams that are on time', () => prove('oneStage', kind, true, 2_500))
  test('of several partitions give the same bits however producers interleave', () => prove('interleavings', kind, false, 300))
  test('of several partitions agree with the oracle, late events included', () => prove('twoStages', kind, false, 1_500))
  test('of several partitions agree with the oracle on time', () => prove('twoStages', kind, true, 1_000))
})

const given = process.env.STREAMBED_CASE
if (given !== undefined)
  test('the given case', () => {
    const [check, kind, lateness, hex] = given.split(':')
    expect(problemOf(check, kind as Kind, lateness === 'on-time', Buffer.from(hex, 'hex'))).toBeUndefined()
  })
