import fc from 'fast-check'
import { durationMs, durationText, InvalidPipelineError, parseDuration } from '../../pipeline'
import { runs } from './arbitraries'

test.each([
  ['10 seconds', 10_000],
  ['1 minute', 60_000],
  ['250 ms', 250],
  ['2 h', 7_200_000],
  ['1.5 hours', 5_400_000],
  ['0.001 s', 1],
  ['7d', 604_800_000],
  ['PT10S', 10_000],
  ['P1DT12H', 129_600_000],
  ['PT0.25S', 250],
  ['P2W', 1_209_600_000],
  [1234, 1234],
  [0, 0],
])('%p is %p ms', (text, expected) => {
  expect(parseDuration(text)).toBe(expected)
})

test.each([
  '',
  'ten seconds',
  '1',
  '-1 s',
  '1 month',
  'P1M',
  'P',
  'PT',
  'P1DT',
  '0.0001 s',
  '1 constructor',
  '999999999999999 days',
  -1,
  0.5,
  Number.NaN,
  Infinity,
  null,
  {},
])('%p is no duration', text => {
  expect(parseDuration(text)).toBeUndefined()
})

test('texts of durations are read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), milliseconds => {
      expect(parseDuration(durationText(milliseconds))).toBe(milliseconds)
    }),
    runs(300),
  )
})

test('an error says where, what was got and what is allowed', () => {
  expect(() => durationMs('soon', 'source.maxDelayMs')).toThrow(InvalidPipelineError)
  expect(() => durationMs('soon', 'source.maxDelayMs')).toThrow(/source\.maxDelayMs: not a duration; got "soon"; allowed: .*'10 seconds'/)
})
