import fc from 'fast-check'
import { integerValue, parseDay, parseDecimal, parseTime, valueProblem } from '../../../pipeline'
import { runs } from '../arbitraries'

test('times are read as JavaScript reads them', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
      time => {
        expect(parseTime(time.toISOString())).toBe(time.getTime())
        expect(parseDay(time.toISOString().slice(0, 10))).toBe(Math.floor(time.getTime() / 86_400_000))
      },
    ),
    runs(500),
  )
})

test('zones and fractions', () => {
  expect(parseTime('2025-05-01T02:00:00+02:00')).toBe(Date.UTC(2025, 4, 1))
  expect(parseTime('2025-04-30T21:30:00.9876-02:30')).toBe(Date.UTC(2025, 4, 1, 0, 0, 0, 987))
  expect(parseTime('2025-05-01T00:00Z')).toBe(Date.UTC(2025, 4, 1))
})

test.each(['2025-05-01T00:00:00', '2025-02-29T00:00:00Z', '2025-05-01T24:00:00Z', '2025-05-01T00:60:00Z', '25-05-01T00:00:00Z', 'now'])(
  '%p is no time',
  text => {
    expect(parseTime(text)).toBeUndefined()
  },
)

test.each([
  ['12.50', 1250n, 4, 2],
  ['-0.005', -5n, 3, 3],
  ['1e3', 1000n, 4, 0],
  ['1e-7', 1n, 7, 7],
  ['0', 0n, 1, 0],
])('the decimal %p', (text, unscaled, precision, scale) => {
  expect(parseDecimal(text)).toEqual({ unscaled, precision, scale })
})

test.each(['', '.5', '1.', 'x', '1e99', '9'.repeat(39), 'NaN'])('%p is no decimal', text => {
  expect(parseDecimal(text)).toBeUndefined()
})

test('an integer has one representation', () => {
  expect(integerValue(2n ** 53n - 1n)).toBe(Number.MAX_SAFE_INTEGER)
  expect(integerValue(2n ** 53n)).toBe(2n ** 53n)
  expect(valueProblem(2n ** 53n, { kind: 'int64' })).toBeUndefined()
  expect(valueProblem(5n, { kind: 'int64' })).toMatch('a number is exact')
  expect(valueProblem(2n ** 63n, { kind: 'int64' })).toBe('beyond int64')
  expect(valueProblem(2 ** 53, { kind: 'int64' })).toMatch('2^53')
  expect(valueProblem(1000, { kind: 'decimal', precision: 3, scale: 1 })).toBe('more than 3 digits')
  expect(valueProblem('\uD800', { kind: 'string' })).toMatch('lone surrogate')
  expect(valueProblem([1, null], { kind: 'list', element: { kind: 'int64' }, elementOptional: false })).toMatch('whole number')
})
