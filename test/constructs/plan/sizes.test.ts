import { costOf, planKinesisLambdaLake } from '../../../constructs/plan'
import { batchSizeFor, memoryFor, shardsFor } from '../../../constructs/plan/sizes'
import { serverMetrics } from '../../../examples/metrics/pipeline'
import { postActivity } from '../../../examples/posts/pipeline'

const { definition } = postActivity

test.each([
  [1, 512, 1],
  [750, 512, 1],
  [751, 512, 2],
  // 1 MiB/s at 75 %: 768 records of 1 KiB
  [10_000, 1024, 14],
  [1000, 10_240, 14],
])('%d events/s of %d B need %d shards', (rate, bytes, shards) => {
  expect(shardsFor(rate, bytes).value).toBe(shards)
})

test('a batch fits the 6 MB of an invocation', () => {
  for (const bytes of [1, 100, 512, 5000, 100_000, 1_048_576]) {
    const { value } = batchSizeFor(bytes)
    expect(value).toBeGreaterThanOrEqual(1)
    expect(value).toBeLessThanOrEqual(10_000)
    expect(value * Math.ceil(bytes / 3) * 4).toBeLessThanOrEqual(6 * 1024 * 1024)
  }
})

test('memory grows with what a shard has to do', () => {
  const memory = (outputs: number) => memoryFor({ eventsPerSecond: 1000, batchSize: 5000, windowSeconds: 1, outputs }).value
  expect([memory(1), memory(40), memory(80), memory(120)]).toEqual([512, 512, 1024, 1769])
})

test('without a rate the stream is on-demand; with one it is what costs less', () => {
  const modeAt = (settings: object) => planKinesisLambdaLake(definition, settings).streams[0].mode
  expect(modeAt({})).toBe('on-demand')
  expect(modeAt({ eventsPerSecond: 10_000 })).toBe('provisioned')
  expect(modeAt({ eventsPerSecond: 10_000, stream: { mode: 'on-demand' } })).toBe('on-demand')
  expect(modeAt({ stream: { shards: 3 } })).toBe('provisioned')
})

test.each(['objects', 'iceberg'] as const)('the cost with an archive as %s is the sum of its lines, and grows with the rate', archive => {
  const costs = [100, 1000, 10_000, 100_000].map(eventsPerSecond =>
    costOf(planKinesisLambdaLake(serverMetrics.definition, { eventsPerSecond, archive })),
  )
  for (const { groups, usd } of costs) {
    expect(groups.flatMap(({ lines }) => lines).reduce((sum, line) => sum + line.usd, 0)).toBeCloseTo(usd, 6)
    for (const { lines } of groups) for (const { usd: amount } of lines) expect(amount).toBeGreaterThanOrEqual(0)
  }
  expect(costs.map(({ usd }) => usd)).toEqual(costs.map(({ usd }) => usd).toSorted((a, b) => a - b))
})

test('a line of the bill can be checked by hand', () => {
  const { groups } = costOf(
    planKinesisLambdaLake(definition, { eventsPerSecond: 1000, stream: { mode: 'provisioned', shards: 2, retentionHours: 24 } }),
  )
  // 2 × 730 h × 0.015; 1,000/s × 2,628,000 s × 0.014 a million
  expect(groups[0].lines.map(({ usd }) => usd)).toEqual([expect.closeTo(21.9), expect.closeTo(36.792)])
})

test('objects are billed by 5 KB a record, rows of an Iceberg archive as they are, and a second reader of an on-demand stream by what it reads', () => {
  const firehose = (archive: 'objects' | 'iceberg', mode: 'provisioned' | 'on-demand') =>
    costOf(planKinesisLambdaLake(serverMetrics.definition, { eventsPerSecond: 1000, archive, stream: { mode } }))
      .groups.find(({ service }) => service === 'Firehose')
      ?.lines.map(({ usd }) => usd)
  // 1,000/s × 2,628,000 s × 5,120 B = 12,531.28 GB × 0.029; × 512 B = 1,253.13 GB × 0.045, and × 0.04
  expect(firehose('objects', 'provisioned')).toEqual([expect.closeTo(363.407)])
  expect(firehose('iceberg', 'provisioned')).toEqual([expect.closeTo(56.391)])
  expect(firehose('iceberg', 'on-demand')).toEqual([expect.closeTo(56.391), expect.closeTo(50.125)])
})
