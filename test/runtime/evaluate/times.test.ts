import fc from 'fast-check'
import { cast, DATE, evaluate, FAILED, given, INT64, int, literal, TEXT, TIMESTAMP, text } from './support'

const DAY = 86_400_000
const times = fc.integer({ min: -62_135_596_800_000 + 366 * DAY, max: 253_402_300_799_999 })
const unitOf = (name: string) => literal(TEXT, name)

test('parts and truncation agree with the calendar of JavaScript, before and after 1970', () => {
  fc.assert(
    fc.property(times, time => {
      const date = new Date(time)
      const stamp = given(TIMESTAMP, time)
      const startOfYear = Date.UTC(2000, 0, 1)
      const start = (month: number): number => new Date(startOfYear).setUTCFullYear(date.getUTCFullYear(), month, 1)
      const parts: Readonly<Record<string, number>> = {
        year: date.getUTCFullYear(),
        quarter: Math.floor(date.getUTCMonth() / 3) + 1,
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        dayOfWeek: date.getUTCDay() || 7,
        dayOfYear: Math.floor((time - start(0)) / DAY) + 1,
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
        second: date.getUTCSeconds(),
        millisecond: date.getUTCMilliseconds(),
      }
      for (const [part, value] of Object.entries(parts)) expect([part, evaluate('extractTime', stamp, unitOf(part))]).toEqual([part, value])
      const midnight = new Date(time).setUTCHours(0, 0, 0, 0)
      const starts: Readonly<Record<string, number>> = {
        second: new Date(time).setUTCMilliseconds(0),
        minute: new Date(time).setUTCSeconds(0, 0),
        hour: new Date(time).setUTCMinutes(0, 0, 0),
        day: midnight,
        week: midnight - ((date.getUTCDay() + 6) % 7) * DAY,
        month: start(date.getUTCMonth()),
        quarter: start(date.getUTCMonth() - (date.getUTCMonth() % 3)),
        year: start(0),
      }
      for (const [unit, value] of Object.entries(starts))
        expect([unit, evaluate('truncateTime', stamp, unitOf(unit))]).toEqual([unit, value])
      for (const unit of ['day', 'week', 'month', 'quarter', 'year']) {
        expect(evaluate('truncateTime', given(DATE, midnight / DAY), unitOf(unit))).toBe(starts[unit] / DAY)
      }
      expect(cast(stamp, TEXT)).toBe(date.toISOString())
      expect(cast(text(date.toISOString()), TIMESTAMP)).toBe(time)
      expect(cast(stamp, DATE)).toBe(midnight / DAY)
    }),
  )
})

test('times stay in years 1 to 9999', () => {
  const first = given(TIMESTAMP, -62_135_596_800_000)
  expect(evaluate('truncateTime', first, unitOf('week'))).toBe(-62_135_596_800_000)
  expect(evaluate('addTime', first, int(-1))).toEqual(FAILED)
  expect(evaluate('addTime', first, int(2n ** 62n))).toEqual(FAILED)
  expect(evaluate('addTime', given(DATE, 0), int(-3))).toBe(-3)
  expect(evaluate('addTime', given(DATE, 2_932_896), int(1))).toEqual(FAILED)
  expect(evaluate('timeDifference', given(DATE, 5), given(DATE, 7))).toBe(-2)
  expect(cast(int(253_402_300_800_000), TIMESTAMP)).toEqual(FAILED)
  expect(cast(given(TIMESTAMP, -1), INT64)).toBe(-1)
})

test('texts as times and dates', () => {
  expect(['2024-02-29', '2023-02-29', '0000-01-01', '2024-2-9', '2024-13-01'].map(value => cast(text(value), DATE))).toEqual([
    19_782,
    FAILED,
    FAILED,
    FAILED,
    FAILED,
  ])
  expect(cast(text('2024-01-01T00:00:00.0019+01:00'), TIMESTAMP)).toBe(Date.UTC(2023, 11, 31, 23) + 1)
  expect(cast(text('1969-12-31T23:59:59.9999Z'), TIMESTAMP)).toBe(-1)
  expect(
    ['2024-01-01T00:00:00', '2024-01-01T24:00:00Z', '2024-01-01', '0001-01-01T00:00:00+01:00'].map(value => cast(text(value), TIMESTAMP)),
  ).toEqual([FAILED, FAILED, FAILED, FAILED])
  expect(cast(given(DATE, -1), TEXT)).toBe('1969-12-31')
  expect(cast(given(DATE, -1), TIMESTAMP)).toBe(-DAY)
})
