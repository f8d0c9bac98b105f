import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postActivity } from '../../examples/posts/pipeline'
import { EmbeddedRun, isProven, type PreparedEvents, prepareEvents, readTableFile } from '../../local'
import { expectedRun } from '../../local/proof'
import { openTable } from '../../local/tables'
import { rowToJson } from '../../runtime'

/** How many workers are killed; `STREAMBED_RUNS` multiplies it. */
const kills = 3 * Number(process.env['STREAMBED_RUNS'] ?? 1)
const mostEvents = 8000

const { definition } = postActivity
let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'streambed-run-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }))

async function someEvents(): Promise<PreparedEvents> {
  const path = join(__dirname, '../../examples/posts/data/posts.jsonl.gz')
  const all = await prepareEvents(path, definition.source, 3)
  const batches = (partition: number) => {
    const most = all.partitionOf.subarray(0, mostEvents).filter(other => other === partition).length
    return [...all.batches(partition)].map(batch => ({
      ...batch,
      length: Math.max(0, Math.min(batch.length, most - Number(batch.positions[0]))),
    }))
  }
  return { ...all, count: mostEvents, batches }
}

test('workers that are killed in mid-stream lose nothing and double nothing', async () => {
  const events = await someEvents()
  let crashes = 0
  const run: EmbeddedRun = await EmbeddedRun.prepare(
    { definition, events, directory: join(directory, 'run'), speed: 40_000, keepsSpare: true },
    {
      tick: ({ proof, worker }) => {
        const reached = proof.eventsAccounted > (events.count * (crashes + 0.3)) / (kills + 1)
        if (crashes < kills && reached && worker.state === 'running' && run.crash()) crashes++
      },
    },
  )
  const last = await run.run()
  expect(last.problem).toBeNull()
  expect(last.phase).toBe('finished')
  // On a busy machine the run may end before the last kill.
  expect(last.worker.crashes).toBeGreaterThan(0)
  expect(last.proof).toMatchObject({ eventsInLog: events.count, eventsAccounted: events.count, lost: 0, doubled: 0, different: 0 })
  expect(last.proof.rowsFound).toBe(last.proof.rowsExpected)
  expect(isProven(last)).toBe(true)

  // The same once more, without the run's own proof: every table, sorted, against rows computed in memory.
  const expected = await expectedRun(definition, events)
  for (const output of definition.outputs) {
    const table = await openTable(run.paths.tables, output)
    const files = await Promise.all(table.files().map(file => readTableFile(run.paths.tables, output, file)))
    const stored = files.flat().map(row => rowToJson(row, output.columns))
    const wanted = expected.rows.get(output.name)?.map(row => rowToJson(row.values, output.columns)) ?? []
    expect(wanted.length).toBeGreaterThan(0)
    expect(stored.sort()).toEqual(wanted.sort())
  }
}, 120_000)

test('a directory that no replay made is left alone', async () => {
  const events = await someEvents()
  await expect(EmbeddedRun.prepare({ definition, events, directory: join(__dirname, '../..'), speed: null }, {})).rejects.toThrow(
    'is not empty, and no replay made it',
  )
})
