import type { Definition, Pipeline } from '../../../pipeline'
import { expectedRows, expectedSides, texts } from './support/expected'
import { byPage, byUser } from './support/pipelines'
import { readLines, readTable, strayFiles } from './support/read-tables'
import { type Simulated, type SimulationOptions, simulate } from './support/simulate'

const RATES = { crash: 0.02, throttle: 0.03 }

async function check(options: SimulationOptions): Promise<void> {
  const { definition } = options.pipeline
  const simulated = await simulate(options)
  const { world } = simulated
  const records = await counted(simulated, definition)
  // Shards that were split or merged: events are in order of time, so that any one order is as good.
  const partitions = options.reshardings === 0 ? records : [records.flat().sort((one, other) => timeOf(one) - timeOf(other))]
  const expected = await expectedRows(definition, partitions)
  for (const output of definition.outputs) {
    expect([output.name, texts(output, await readTable(world.bucket, output))]).toEqual([output.name, expected.get(output.name)])
    expect(await strayFiles(world.bucket, output)).toEqual([])
  }
  const sides = await expectedSides(definition, partitions)
  expect((await readLines(world.bucket, 'dead-letters/')).map(line => line['record']).sort()).toEqual(sides.deadLetters)
  expect((await readLines(world.bucket, 'late/')).map(line => line['record']).sort()).toEqual(sides.late)
}

/** The records that count: those that an output without windows or the dead letters have. Each of the others was given up. */
async function counted({ world, records, givenUp }: Simulated, { outputs }: Definition): Promise<Simulated['records']> {
  const archive = outputs.find(({ windowed, name }) => windowed === null && name === 'all_clicks')
  if (archive === undefined) return records
  const ids = new Set((await readTable(world.bucket, archive)).map(row => `"id":"${row['id']}"`))
  const letters = new Set((await readLines(world.bucket, 'dead-letters/')).map(line => line['record']))
  const counts = (record: Uint8Array) => {
    const [id = ''] = /"id":"[^"]*"/.exec(Buffer.from(record).toString()) ?? []
    return ids.has(id) || letters.has(Buffer.from(record).toString('base64'))
  }
  const others = records.flat().filter(record => !counts(record))
  expect(others.filter(record => !givenUp.has(Buffer.from(record).toString('base64')))).toEqual([])
  return records.map(ofShard => ofShard.filter(counts))
}

const timeOf = (record: Uint8Array) => Number(/"at":(\d+)/.exec(Buffer.from(record).toString())?.[1] ?? 0)

describe('whatever crashes, is throttled, cut anew or processed by two at once, the tables hold the rows of one undisturbed run', () => {
  const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
  const run = (name: string, pipeline: Pipeline, count: number, options: Partial<SimulationOptions>) =>
    test.each(seeds(count))(`${name}, seed %d`, async seed => {
      await check({ pipeline, seed, shards: 1 + (seed % 3), events: 240, reshardings: 0, rates: RATES, isDirty: true, ...options })
    })

  run('windows by the partition key', byUser, 3, {})
  run('windows by another key, in two stages', byPage, 5, {})
  run('windows by the partition key, over reshardings', byUser, 3, { reshardings: 3, isDirty: false })
  run('windows by another key, over reshardings', byPage, 4, { reshardings: 3, isDirty: false })
  run('windows by another key, where batches are given up', byPage, 4, { givesUp: 0.3 })
  run('windows by another key, over reshardings, where batches are given up', byPage, 3, { reshardings: 3, isDirty: false, givesUp: 0.3 })
})
