import { MemoryDeadLetters, MemorySink, type RecordBatch, type RunProgress, runBounded } from '../../runtime'
import { batchOf, definition, type Post, somePosts } from './processor/support'

const posts = somePosts(400, 4000, 250)

/** Spreads posts by id, so that the order in each partition stays. */
function spread(count: number, size: number): readonly RecordBatch[][] {
  const partitions: Post[][] = Array.from({ length: count }, () => [])
  for (const post of posts) partitions[Number(post.id.slice(2)) % count].push(post)
  return partitions.map(partition =>
    Array.from({ length: Math.ceil(partition.length / size) }, (_, index) =>
      batchOf(partition.slice(index * size, (index + 1) * size), index * size),
    ),
  )
}

async function run(count: number, size: number) {
  const ports = { sink: new MemorySink(), deadLetters: new MemoryDeadLetters() }
  const report = await runBounded({ definition, partitions: spread(count, size), ports })
  const rows = definition.outputs
    .filter(({ windowed }) => windowed !== null)
    .map(({ name }) => ports.sink.rows(count === 1 ? '0' : `${name}/merge-0`, name).map(({ values }) => values))
  return { report, rows, ports }
}

describe('a bounded run', () => {
  test.each([
    [1, 17],
    [2, 400],
    [2, 13],
    [3, 1],
    [7, 50],
  ])('over %d partitions in batches of %d gives the rows of one partition, in the same order', async (count, size) => {
    const expected = await run(1, 400)
    const got = await run(count, size)
    expect(got.rows).toEqual(expected.rows)
    expect(got.report.events).toBe(400)
    expect(got.report.outputs).toEqual(expected.report.outputs)
    expect(got.report.watermarks).toHaveLength(count)
  })

  test('closes every window, and counts what it gave', async () => {
    const { report, rows, ports } = await run(1, 100)
    expect(report.outputs.map(({ rows }) => rows)).toEqual([400, ...rows.map(({ length }) => length)])
    const tumbling = ports.sink.rows('0', 'tumbling')
    const counted = tumbling.reduce((total, { values }) => total + Number(values['posts']), 0)
    expect(counted).toBe(posts.filter(({ score }) => score >= 0).length)
    expect(report).toMatchObject({ events: 400, deadLetters: 0 })
  })

  test('takes asynchronous and empty inputs, and tells of its progress', async () => {
    async function* batches() {
      yield batchOf(posts.slice(0, 10))
      yield batchOf(posts.slice(10, 30), 10)
    }
    const seen: RunProgress[] = []
    const ports = { sink: new MemorySink(), deadLetters: new MemoryDeadLetters() }
    const report = await runBounded({ definition, partitions: [batches(), []], ports, onProgress: progress => seen.push(progress) })
    expect(seen.map(({ events, partition }) => [events, partition])).toEqual([
      [10, 0],
      [30, 0],
    ])
    expect(report.watermarks[1]).toBe(Number.NEGATIVE_INFINITY)
    await expect(runBounded({ definition, partitions: [], ports })).rejects.toThrow(/at least one partition/)
  })

  test('passes on what a port throws', async () => {
    const ports = { sink: { write: () => Promise.reject(new Error('disk full')) }, deadLetters: new MemoryDeadLetters() }
    await expect(runBounded({ definition, partitions: spread(2, 100), ports })).rejects.toThrow('disk full')
  })
})
