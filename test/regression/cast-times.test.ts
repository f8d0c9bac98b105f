import { cast, FAILED, TIMESTAMP, text } from '../runtime/evaluate/support'

// Found by conformance: the law says ISO 8601, which has a T; other engines refuse a space.
test('a text with a space between day and time is no ISO 8601 time', () => {
  expect(cast(text('2024-01-01T00:00:00Z'), TIMESTAMP)).toBe(1_704_067_200_000)
  expect(cast(text('2024-01-01 00:00:00Z'), TIMESTAMP)).toEqual(FAILED)
})
