import { count, int64, pipeline, source, stream, string, sum, timestamp, tumbling } from '../..'
import { OutputAuditor } from '../../local/proof'
import { double } from '../../pipeline'

const events = source('events', {
  schema: { id: string(), at: timestamp('epoch-ms'), value: int64(), weight: double() },
  eventTime: 'at',
  maxDelay: 0,
})
const { definition } = pipeline('audit', events).output(all =>
  all
    .groupBy('id')
    .window(tumbling('1 second'))
    .aggregate({ rows: count(), total: sum('value'), weight: sum('weight') })
    .into(stream('totals')),
)
const [totals] = definition.outputs
const row = { windowStart: 0, windowEnd: 1000, id: 'a', rows: 3_000_000_000, total: 9_000_000_000_000_001n, weight: 0.1 + 0.2 }

test.each([
  ['the same', row, 1],
  ['a double that differs in its last bits', { ...row, weight: 0.3 }, 1],
  ['another double', { ...row, weight: 0.3001 }, 0],
  ['a count that is off by one in three billions', { ...row, rows: 3_000_000_001 }, 0],
  ['a sum that is off by one', { ...row, total: 9_000_000_000_000_002n }, 0],
  ['a null', { ...row, total: null }, 0],
])('the proof compares all but doubles exactly: %s', (_, stored, found) => {
  const auditor = new OutputAuditor(totals, [{ partition: '0', cause: 1, values: row }])
  auditor.take(stored)
  expect(auditor).toMatchObject({ found, different: 1 - found })
})
