import { deliver } from '../processors/aws-lambda/support/deliver'
import { expectedRows, texts } from '../processors/aws-lambda/support/expected'
import { Crash, type Faults, NO_FAULTS } from '../processors/aws-lambda/support/faults'
import { MemoryStream } from '../processors/aws-lambda/support/memory-stream'
import { byPage, bytesOfClick, START } from '../processors/aws-lambda/support/pipelines'
import { readTable } from '../processors/aws-lambda/support/read-tables'
import { context, World } from '../processors/aws-lambda/support/world'

const MINUTE = 60_000
const { definition } = byPage

const click = (id: string, page: string, at: number) => bytesOfClick({ id, user: 'u', page, at: START + at, value: 1 })

/** Closes the window that the batch before it opened, and opens one itself. */
const batch = (name: string, minute: number) => [
  click(`${name} first`, `page ${name}`, minute * MINUTE),
  click(`${name} last`, 'every page', minute * MINUTE),
]
const BEFORE = [...batch('before', 0)]
const DISCARDED = [...batch('discarded', 2), ...batch('discarded too', 4)]
const AFTER = [...batch('after', 6), ...batch('after too', 8), ...batch('end', 10)]

/** Fails from the n-th point on (a call has one before it and one after it), as a process that dies there. Counts the points. */
class Fault implements Faults {
  points = 0

  constructor(private readonly fatal: number) {}

  strike(call: string, moment: string): void {
    if (++this.points >= this.fatal) throw new Crash(`${moment} ${call}`)
  }
}

/** What the tables hold where the second batch is given up after one failure, and the points that it passed. */
async function run(fatal: number): Promise<{ readonly tables: readonly (readonly string[])[]; readonly points: number }> {
  const world = new World(byPage, new MemoryStream(1))
  for (const data of [...BEFORE, ...DISCARDED, ...AFTER]) world.events.put({ partitionKey: 'u', data })
  const [{ id }] = world.events.all
  const records = world.events.records(id)
  const [second, third] = [BEFORE.length, BEFORE.length + DISCARDED.length]
  const fault = new Fault(fatal)
  await world.process()({ Records: records.slice(0, second) }, context())
  await world.withFaults(fault).process()({ Records: records.slice(second, third) }, context())
  await world.withFaults(NO_FAULTS).process()({ Records: records.slice(third) }, context())
  await deliver(world.shuffle, world.merge(), { batchSize: 3 })
  await world.publish()({}, context())
  const tables = await Promise.all(definition.outputs.map(async output => texts(output, await readTable(world.bucket, output))))
  return { tables, points: fault.points }
}

/** Rows of the windows that the last event closes are not there yet. */
async function expected(records: readonly Uint8Array[]): Promise<readonly (readonly string[])[]> {
  const rows = await expectedRows(definition, [records])
  const isClosed = (row: string) => !row.includes(`"windowStart":${START + 10 * MINUTE}`)
  return definition.outputs.map(({ name }) => (rows.get(name) ?? []).filter(isClosed))
}

/**
 * Partial rows were sent before the checkpoint was committed. A batch that failed between the two and was given up left the merge with ordinals that later records got again: their
 * partial rows were dropped as known. By positions the merge could have told them apart, but then windows that were sent twice, from the same checkpoint, counted twice.
 */
test('a batch that is given up at any point counts as a whole or not at all, and all other records count once', async () => {
  const whole = await expected([...BEFORE, ...DISCARDED, ...AFTER])
  const without = await expected([...BEFORE, ...AFTER])
  const undisturbed = await run(Number.POSITIVE_INFINITY)
  expect(undisturbed.tables).toEqual(whole)
  const counts = { whole: 0, without: 0 }
  for (let fatal = 1; fatal <= undisturbed.points; fatal++) {
    const { tables } = await run(fatal)
    const kind = tables[1].length === whole[1].length ? 'whole' : 'without'
    counts[kind]++
    expect([fatal, tables]).toEqual([fatal, kind === 'whole' ? whole : without])
  }
  expect(Math.min(counts.whole, counts.without)).toBeGreaterThan(0)
})
