import fc from 'fast-check'
import { type CausedRow, type OracleRow, oracleRows, watermarks } from '../../oracle'
import { Choices, type Kind } from '../oracle/cases'
import { lateProblem, rowProblem } from '../oracle/compare'
import { keyText, keyTextOf } from '../oracle/drive'
import { type ShardedCase, shardedCaseOf } from './cases'
import { driveMergedShards, driveShards } from './drive'

const RUNS = Number(process.env['STREAMBED_RUNS'] ?? '1')
const KINDS: readonly Kind[] = ['tumbling', 'hopping', 'session']

type Check = (kind: Kind, choices: Choices, running: Choices, onTime: boolean) => string | undefined

/** Where a row is given: the first shard of its key's line whose watermark reaches its end, at the event that does it; or at once, by the watermark that the shard began with. */
function placeOf(row: OracleRow, { tree, logs, definition, pointOf }: ShardedCase): { readonly shard: number; readonly cause: number } {
  const line = tree.line(pointOf(row.key))
  for (const shard of line) {
    const place = tree.shards.indexOf(shard)
    const log = logs[place]
    if ((log.startWatermark ?? Number.NEGATIVE_INFINITY) >= row.end) return { shard: place, cause: 1 }
    const closing = log.entries[watermarks(log, definition.maxDelayMs).findIndex(watermark => watermark >= row.end)]
    if (closing !== undefined) return { shard: place, cause: closing.ordinal }
  }
  const last = tree.shards.indexOf(line[line.length - 1])
  return { shard: last, cause: logs[last].entries.length + 1 }
}

function rowsOfShard(rows: readonly OracleRow[], sharded: ShardedCase, shard: number): CausedRow[] {
  const placed = rows.map(row => ({ ...row, ...placeOf(row, sharded) })).filter(row => row.shard === shard)
  return placed.sort((one, other) => one.cause - other.cause)
}

/** Windows by the partition key: each shard gives its rows with their causes, and late events are judged by the watermark that it inherited. */
const oneStage: Check = (kind, choices, running, onTime) => {
  const sharded = shardedCaseOf(kind, choices, true, onTime)
  const expected = oracleRows(sharded.logs, sharded.definition)
  const points = new Map(sharded.whole.entries.flatMap(({ rows }) => rows.map(({ key }) => [keyTextOf(key), sharded.pointOf(key)])))
  const pointOfBytes = (key: Uint8Array) => points.get(keyText(key)) ?? -1
  const given = driveShards({ ...sharded, pointOfBytes }, running)
  const problems = given.flatMap(({ rows, late }, shard) => [
    rowProblem(rowsOfShard(expected.rows, sharded, shard), rows),
    lateProblem(expected.late[shard], late),
  ])
  return problems.find(problem => problem !== undefined)
}

/** Windows by something else: the merge gives each row once, in order. */
const twoStages: Check = (kind, choices, running, onTime) => {
  const sharded = shardedCaseOf(kind, choices, false, onTime)
  const expected = oracleRows(sharded.logs, sharded.definition)
  const given = driveMergedShards(sharded, running)
  const late = expected.late.map((lateHere, shard) => lateProblem(lateHere, given.late[shard]))
  return rowProblem(expected.rows, given.rows) ?? late.find(problem => problem !== undefined)
}

/** Where no event is late, shards make no difference: the rows are those of one log that nobody ever split. (But `first` and `last` ask for the shard where times are equal.) */
const undivided: Check = (kind, choices, running) => {
  const drawn = shardedCaseOf(kind, choices, false, true)
  const aggregates = drawn.definition.aggregates.filter(({ aggregate }) => aggregate !== 'first' && aggregate !== 'last')
  const sharded = { ...drawn, definition: { ...drawn.definition, aggregates } }
  const expected = oracleRows([sharded.whole], sharded.definition)
  if (expected.late.some(({ length }) => length > 0)) return 'a case is not on time'
  const given = driveMergedShards(sharded, running)
  return rowProblem(expected.rows, given.rows) ?? lateProblem([], given.late.flat())
}

const CHECKS: Readonly<Record<string, Check>> = { oneStage, twoStages, undivided }

function problemOf(check: string, kind: Kind, onTime: boolean, bytes: Uint8Array): string | undefined {
  try {
    return CHECKS[check](kind, new Choices(bytes), Choices.endless(bytes), onTime)
  } catch (error) {
    return error instanceof Error ? error.stack : String(error)
  }
}

function prove(check: string, kind: Kind, onTime: boolean, streams: number): void {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 220, size: 'max' }), bytes => {
      const problem = problemOf(check, kind, onTime, bytes)
      if (problem === undefined) return
      const reproduction = `${check}:${kind}:${onTime ? 'on-time' : 'late'}:${Buffer.from(bytes).toString('hex')}`
      throw new Error(`${problem}\nSTREAMBED_CASE=${reproduction} npx jest test/windowing/resharding`)
    }),
    { numRuns: Math.ceil(streams * RUNS) },
  )
}

describe.each(KINDS)('%s windows of shards that are split and merged', kind => {
  test('agree with the oracle, late events included', () => prove('oneStage', kind, false, 800))
  test('agree with the oracle on time', () => prove('oneStage', kind, true, 400))
  test('agree with the oracle where they are merged, late events included', () => prove('twoStages', kind, false, 600))
  test('give the rows of one log where no event is late', () => prove('undivided', kind, true, 400))
})

const given = process.env['STREAMBED_CASE']
if (given !== undefined)
  test('the given case', () => {
    const [check, kind, lateness, hex] = given.split(':')
    expect(problemOf(check, kind as Kind, lateness === 'on-time', Buffer.from(hex, 'hex'))).toBeUndefined()
  })
