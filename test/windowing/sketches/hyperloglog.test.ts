import fc from 'fast-check'
import { createHyperLogLog, decodeHyperLogLog, decodeKll, type HyperLogLog, type SketchValue } from '../../../windowing/sketches'
import { refusesDamage } from './damage'
import { RUNS } from './random'

function sketchOf(values: Iterable<SketchValue>, precision = 10): HyperLogLog {
  const sketch = createHyperLogLog(precision)
  for (const value of values) sketch.add(value)
  return sketch
}

const values = fc.array(
  fc.oneof(
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.bigInt(),
    fc.boolean(),
    fc.uint8Array(),
    fc.integer({ min: 0, max: 999 }),
  ),
  {
    maxLength: 150,
    size: 'max',
  },
)

/** Root mean square of the relative error over many disjoint sets. */
function error(precision: number, count: number, sets: number, name: (index: number) => SketchValue): number {
  let squares = 0
  for (let set = 0; set < sets; set++) {
    const sketch = createHyperLogLog(precision)
    for (let index = 0; index < count; index++) sketch.add(name(set * count + index))
    squares += (sketch.result() / count - 1) ** 2
  }
  return Math.sqrt(squares / sets)
}

// The published standard error is 1.04/√m; of the root mean square over s sets the standard error is 1/√(2s), so that 4 of them are allowed above.
const allowed = (precision: number, sets: number) => (1.04 / Math.sqrt(2 ** precision)) * (1 + 4 / Math.sqrt(2 * sets))

test.each([
  [4, 100],
  [6, 30],
  [8, 100],
  [8, 2_000],
  [10, 500],
  [12, 20_000],
])('precision %p, %p values: the error is the published one', (precision, count) => {
  const sets = Math.ceil(Math.min(200, 400_000 / count) * RUNS)
  expect(error(precision, count, sets, index => index)).toBeLessThan(allowed(precision, sets))
  expect(error(precision, count, sets, index => `user-${index}`)).toBeLessThan(allowed(precision, sets))
  expect(error(precision, count, sets, index => 2n ** 60n + BigInt(index))).toBeLessThan(allowed(precision, sets))
})

test('few values are nearly exact, and take memory in proportion', () => {
  for (const count of [0, 1, 2, 5, 10, 50]) {
    const sketch = sketchOf(
      Array.from({ length: count }, (_, index) => `value ${index}`),
      14,
    )
    expect(Math.round(sketch.result())).toBe(count)
    expect(sketch.byteLength).toBeLessThan(128 + count * 16)
    expect(sketch.encode().length).toBeLessThan(16 + count * 4)
  }
  expect(
    sketchOf(
      Array.from({ length: 100_000 }, (_, index) => index),
      14,
    ).byteLength,
  ).toBeLessThan(17_000)
})

test('estimates of the sparse and the dense form agree where one becomes the other', () => {
  let before = 0
  const sketch = createHyperLogLog(8)
  for (let index = 0; index < 60; index++) {
    sketch.add(index)
    expect(sketch.result()).toBeGreaterThanOrEqual(before)
    expect(Math.abs(sketch.result() - index - 1)).toBeLessThan(8)
    before = sketch.result()
  }
})

test('the state depends on the set of values alone, and merging is exact', () => {
  fc.assert(
    fc.property(fc.constantFrom(4, 7, 10), values, values, (precision, left, right) => {
      const whole = sketchOf([...left, ...right], precision).encode()
      const merged = sketchOf(left, precision)
      const other = sketchOf(right, precision)
      const otherBefore = other.encode()
      merged.merge(other)
      expect(merged.encode()).toEqual(whole)
      expect(other.encode()).toEqual(otherBefore)
      other.merge(sketchOf(left, precision))
      expect(other.encode()).toEqual(whole)
      expect(sketchOf([...right, ...left, ...right].reverse(), precision).encode()).toEqual(whole)
      merged.merge(merged)
      expect(merged.encode()).toEqual(whole)
    }),
  )
})

test('types are told apart, and equal numbers are not', () => {
  const one = (value: SketchValue) => Buffer.from(sketchOf([value], 18).encode()).toString('hex')
  expect(new Set([1, '1', true, new Uint8Array([1]), 2n ** 64n + 1n].map(one)).size).toBe(5)
  expect(one(7n)).toBe(one(7))
  expect(one(-0)).toBe(one(0))
})

test('encoding holds everything', () => {
  fc.assert(
    fc.property(values, values, (first, second) => {
      const sketch = sketchOf(first)
      const copy = decodeHyperLogLog(sketch.encode())
      for (const value of second) {
        sketch.add(value)
        copy.add(value)
      }
      expect(copy.encode()).toEqual(sketch.encode())
      expect(copy.result()).toBe(sketch.result())
    }),
  )
})

test('damaged bytes are refused', () => {
  const sparse = sketchOf([1, 2, 3]).encode()
  refusesDamage(
    [createHyperLogLog(4).encode(), sparse, sketchOf(Array.from({ length: 999 }, (_, index) => index)).encode()],
    decodeHyperLogLog,
  )
  expect(() => decodeKll(sparse)).toThrow('these bytes hold no KLL sketch: first byte is 72, not 75')
})

test('refuses what it was not made for', () => {
  for (const precision of [3, 19, 10.5, Number.NaN]) expect(() => createHyperLogLog(precision)).toThrow('give an integer between 4 and 18')
  expect(() => createHyperLogLog(10).merge(createHyperLogLog(11))).toThrow(
    "a sketch of precision 11 can't be merged into one of precision 10",
  )
})
