import { costOf, planKinesisLambdaLake } from '../../../constructs/plan'
import { batchSizeFor, memoryFor, shardsFor } from '../../../constructs/plan/sizes'
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

test('the cost is the sum of its lines, and grows with the rate', () => {
  const costs = [100, 1000, 10_000, 100_000].map(eventsPerSecond =>
    costOf(planKinesisLambdaLake(definition, { eventsPerSecond, archive: true })),
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
