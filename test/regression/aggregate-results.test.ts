import { approxCountDistinct, avg, decimal, optional, pipeline, source, string, sum, table, timestamp, tumbling } from '../../pipeline'
import { MemoryDeadLetters, MemorySink, recordBatchOf, runBounded } from '../../runtime'

const payments = source('payments', {
  schema: { at: timestamp('epoch-ms'), shop: string(), customer: optional(string()), amount: decimal(20, 2) },
  eventTime: 'at',
  maxDelay: '0 ms',
})

const totals = pipeline('totals', payments).output(events =>
  events
    .groupBy('shop')
    .window(tumbling('1 minute'))
    .aggregate({ total: sum('amount'), mean: avg('amount'), customers: approxCountDistinct('customer') })
    .into(table('totals')),
)

async function rowsOf(lines: readonly string[]) {
  const sink = new MemorySink()
  const deadLetters = new MemoryDeadLetters()
  const records = lines.map((line, position) => ({ position, arrivalTime: Number.NaN, bytes: new TextEncoder().encode(line) }))
  const report = await runBounded({ definition: totals.definition, partitions: [[recordBatchOf(records)]], ports: { sink, deadLetters } })
  expect(report.deadLetters).toBe(0)
  return sink.rows('0', 'totals').map(row => ({ ...row.values }))
}

test('a sum of decimals has 38 digits, not those of int64', async () => {
  const line = '{"at":0,"shop":"a","customer":"x","amount":999999999999999999.99}'
  const [row] = await rowsOf([line, line])
  expect(row).toMatchObject({ total: 199_999_999_999_999_999_998n, mean: 1e18 })
})

test('approxCountDistinct is null where there is nothing to count, as the law says', async () => {
  const [none] = await rowsOf(['{"at":0,"shop":"a","amount":1.00}'])
  expect(none['customers']).toBeNull()
  const [one] = await rowsOf(['{"at":0,"shop":"a","customer":"x","amount":1.00}'])
  expect(one['customers']).toBeCloseTo(1, 2)
  expect(totals.definition.outputs[0].columns.find(column => column.name === 'customers')).toMatchObject({
    type: { kind: 'double' },
    optional: true,
  })
})
