import fc from 'fast-check'
import { createKll, decodeKll, type Kll } from '../../../windowing/sketches'
import { refusesDamage } from './damage'
import { RUNS, uniform } from './random'

function sketchOf(values: Iterable<number>, accuracy = 200): Kll {
  const sketch = createKll(accuracy)
  for (const value of values) sketch.add(value)
  return sketch
}

const FRACTIONS = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99]

/** The largest distance between an asked fraction and the ranks that the result has, over the fractions. */
function rankErrors(sketch: Kll, values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort()
  return FRACTIONS.map(fraction => {
    const value = sketch.result(fraction)
    const least = value === null ? -1 : sorted.indexOf(value)
    expect(least).toBeGreaterThanOrEqual(0)
    let most = least
    while (most + 1 < sorted.length && sorted[most + 1] === value) most++
    const rank = Math.max(1, Math.ceil(fraction * sorted.length)) - 1
    return Math.max(0, least - rank, rank - most) / sorted.length
  })
}

const COUNT = 10_000
const orders: readonly [string, (random: () => number) => number[]][] = [
  ['random', random => Array.from({ length: COUNT }, () => random())],
  ['rising', random => Array.from({ length: COUNT + Math.floor(random() * 100) }, (_, index) => index)],
  ['falling', random => Array.from({ length: COUNT + Math.floor(random() * 100) }, (_, index) => -index)],
  ['zigzag', random => Array.from({ length: COUNT + Math.floor(random() * 100) }, (_, index) => (index % 2 === 0 ? index : -index))],
  ['skewed, with duplicates', random => Array.from({ length: COUNT }, () => Math.floor(1 / (1e-4 + random())))],
  ['in blocks', random => Array.from({ length: COUNT }, (_, index) => (index % 100) * 100 + Math.floor(random() * 100))],
]

test.each(orders)('%s: the rank error at accuracy 200 is the published one', (_, make) => {
  const errors: number[] = []
  for (let seed = 0; seed < 20 * RUNS; seed++) {
    const values = make(uniform(seed))
    errors.push(...rankErrors(sketchOf(values), values))
  }
  errors.sort((left, right) => left - right)
  // 1.33 % holds for 99 of 100 single quantiles.
  expect(errors[Math.floor(errors.length * 0.99)]).toBeLessThan(0.0133)
})

test('the error does not grow when many sketches are merged', () => {
  const errors: number[] = []
  for (let seed = 0; seed < 20 * RUNS; seed++) {
    const random = uniform(seed)
    const values = Array.from({ length: COUNT }, () => random())
    const merged = createKll(200)
    for (let from = 0; from < COUNT; from += 500) merged.merge(sketchOf(values.slice(from, from + 500)))
    errors.push(...rankErrors(merged, values))
  }
  errors.sort((left, right) => left - right)
  expect(errors[Math.floor(errors.length * 0.99)]).toBeLessThan(0.0133)
})

const doubles = fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -5, max: 5 })), {
  maxLength: 300,
  size: 'max',
})

test('few values are exact: nearest rank', () => {
  fc.assert(
    fc.property(doubles, fc.double({ min: 0, max: 1, noNaN: true }), (values, fraction) => {
      const few = values.slice(0, 100)
      const sorted = few.map(value => (value === 0 ? 0 : value)).sort((left, right) => left - right)
      expect(sketchOf(few).result(fraction)).toBe(few.length === 0 ? null : sorted[Math.max(1, Math.ceil(fraction * few.length)) - 1])
    }),
  )
})

test('the ends are exact, and memory is bounded', () => {
  const random = uniform(1)
  const values = Array.from({ length: 100_000 }, () => random())
  const sketch = sketchOf(values)
  expect(sketch.result(0)).toBe(values.reduce((least, value) => Math.min(least, value)))
  expect(sketch.result(1)).toBe(values.reduce((most, value) => Math.max(most, value)))
  expect(sketch.encode().length).toBeLessThan(200 * 3 * 8 + 1_000)
  expect(sketch.byteLength).toBeLessThan(24_000)
  expect(sketchOf([1, 2, 3]).byteLength).toBeLessThan(256)
})

test('the order of two merged sketches is of no matter', () => {
  fc.assert(
    fc.property(fc.constantFrom(8, 20, 200), doubles, doubles, (accuracy, left, right) => {
      const merged = sketchOf(left, accuracy)
      merged.merge(sketchOf(right, accuracy))
      const other = sketchOf(right, accuracy)
      const source = sketchOf(left, accuracy)
      const sourceBefore = source.encode()
      other.merge(source)
      expect(other.encode()).toEqual(merged.encode())
      expect(source.encode()).toEqual(sourceBefore)
      merged.merge(merged)
      expect(decodeKll(merged.encode()).encode()).toEqual(merged.encode())
    }),
  )
})

test('encoding holds everything, parities included', () => {
  fc.assert(
    fc.property(fc.constantFrom(8, 20, 200), doubles, doubles, (accuracy, first, second) => {
      const sketch = sketchOf(first, accuracy)
      const copy = decodeKll(sketch.encode())
      for (const value of second) {
        sketch.add(value)
        copy.add(value)
      }
      expect(copy.encode()).toEqual(sketch.encode())
      for (const fraction of FRACTIONS) expect(copy.result(fraction)).toBe(sketch.result(fraction))
    }),
  )
})

test('damaged bytes are refused', () => {
  refusesDamage(
    [
      createKll(8).encode(),
      sketchOf([1, 2]).encode(),
      sketchOf(
        Array.from({ length: 999 }, (_, index) => index),
        20,
      ).encode(),
    ],
    decodeKll,
  )
})

test('refuses what it was not made for', () => {
  expect(() => createKll(7)).toThrow('accuracy is 7: give an integer between 8 and 65535')
  expect(() => createKll(8).merge(createKll(9))).toThrow("a sketch of accuracy 9 can't be merged into one of accuracy 8")
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) expect(() => createKll(8).add(value)).toThrow('add finite numbers')
  for (const fraction of [-0.1, 1.1, Number.NaN]) expect(() => createKll(8).result(fraction)).toThrow('give a number between 0 and 1')
})
