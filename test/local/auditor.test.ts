import { count, int64, pipeline, source, stream, string, timestamp, tumbling } from '../..'
import { OutputAuditor } from '../../local/proof'

const events = source('events', {
  schema: { id: string(), at: timestamp('epoch-ms'), value: int64() },
  eventTime: 'at',
  maxDelay: 0,
})
const { definition } = pipeline('audit', events)
  .output(all => all.groupBy('id').window(tumbling('1 second')).aggregate({ rows: count() }).into(stream('counts')))
  .output(all => all.into(stream('archive')))
const [counts, archive] = definition.outputs

const window = (start: number, id: string, rows: number) => ({ windowStart: start, windowEnd: start + 1000, id, rows })
const expected = [
  { partition: 'm', cause: 3, values: window(0, 'a', 2) },
  { partition: 'm', cause: 3, values: window(0, 'b', 1) },
  { partition: 'm', cause: 9, values: window(1000, 'a', 4) },
]

test('rows that are there once are found; another one of them is doubled; one with other values is different', () => {
  const auditor = new OutputAuditor(counts, expected)
  auditor.take(window(0, 'a', 2))
  auditor.take(window(0, 'b', 1))
  expect(auditor).toMatchObject({ found: 2, doubled: 0, different: 0 })
  auditor.take(window(0, 'a', 2))
  expect(auditor).toMatchObject({ found: 2, doubled: 1, different: 0 })
  auditor.take(window(1000, 'a', 5))
  auditor.take(window(5000, 'z', 1))
  expect(auditor).toMatchObject({ found: 2, doubled: 1, different: 2 })
})

test('a row is lost when the watermark behind a checkpoint passed its window and it is not there', () => {
  const auditor = new OutputAuditor(counts, expected)
  const at = (watermark: number) => new Map([['m', { ordinal: 5, watermark }]])
  expect(auditor.lost(new Map())).toBe(0)
  expect(auditor.lost(at(999))).toBe(0)
  expect(auditor.lost(at(1000))).toBe(2)
  auditor.take(window(0, 'b', 1))
  expect(auditor.lost(at(1000))).toBe(1)
  expect(auditor.lost(at(Number.POSITIVE_INFINITY))).toBe(2)
})

test('equal events are told apart by their number, and due by their ordinal', () => {
  const event = { id: 'x', at: 5, value: 2n ** 60n }
  const auditor = new OutputAuditor(archive, [
    { partition: '0', cause: 1, values: event },
    { partition: '0', cause: 2, values: event },
    { partition: '1', cause: 1, values: event },
  ])
  const progress = new Map([['0', { ordinal: 2, watermark: 5 }]])
  expect(auditor.lost(progress)).toBe(2)
  auditor.take(event)
  auditor.take(event)
  expect(auditor.lost(progress)).toBe(0)
  auditor.take(event)
  auditor.take(event)
  expect(auditor).toMatchObject({ found: 3, doubled: 1, different: 0 })
})
