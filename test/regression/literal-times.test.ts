import { literal, nodeOf, parseTime, timestamp } from '../../pipeline'
import { cast, FAILED, TIMESTAMP, text } from '../runtime/evaluate/support'

// A literal of a text and a cast of the same text are one rule: ISO 8601 with a zone. A space, and offsets that no clock has, were taken in literals and reference data alone.
const TIMES: readonly string[] = [
  '2024-01-01T00:00:00Z',
  '2024-01-01T00:00Z',
  '2024-01-01T02:00:00.1239+02:00',
  '2023-12-31T00:01:00-23:59',
]
const NO_TIMES: readonly string[] = [
  '2024-01-01 00:00:00Z',
  '2024-01-01T00:00:00+24:00',
  '2024-01-01T00:00:00-02:60',
  '2024-01-01T00:00:00',
  '2024-01-01T24:00:00Z',
]

test.each(TIMES)('the literal %p is the time that its cast gives', given => {
  expect(parseTime(given)).toBe(cast(text(given), TIMESTAMP))
  expect(nodeOf(literal(given, timestamp()))).toMatchObject({ node: 'literal', value: parseTime(given) })
})

test.each(NO_TIMES)('%p is no time: as literal as little as by a cast', given => {
  expect(cast(text(given), TIMESTAMP)).toEqual(FAILED)
  expect(parseTime(given)).toBeUndefined()
})
