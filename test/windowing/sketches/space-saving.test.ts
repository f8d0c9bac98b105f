import fc from 'fast-check'
import { createSpaceSaving, decodeSpaceSaving, type SketchValue, type SpaceSaving } from '../../../windowing/sketches'
import { refusesDamage } from './damage'
import { RUNS } from './random'

function sketchOf(values: Iterable<SketchValue>, capacity: number): SpaceSaving {
  const sketch = createSpaceSaving(capacity)
  for (const value of values) sketch.add(value)
  return sketch
}

function counts(values: readonly SketchValue[]): Map<SketchValue, number> {
  const exact = new Map<SketchValue, number>()
  for (const value of values) exact.set(value, (exact.get(value) ?? 0) + 1)
  return exact
}

/** The published guarantees, and the order of results. */
function checkGuarantees(sketch: SpaceSaving, values: readonly SketchValue[]): void {
  const exact = counts(values)
  const bound = values.length / sketch.capacity
  const found = sketch.result(sketch.capacity)
  for (const { value, count } of found) {
    const truth = exact.get(value) ?? 0
    expect(count).toBeGreaterThanOrEqual(truth)
    expect(count - truth).toBeLessThanOrEqual(bound)
  }
  const held = new Set(found.map(({ value }) => value))
  for (const [value, truth] of exact) if (truth > bound) expect(held).toContain(value)
  for (let place = 1; place < found.length; place++) expect(found[place - 1].count).toBeGreaterThanOrEqual(found[place].count)
}

// Few frequent values, many rare ones.
const value = fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, { weight: 2, arbitrary: fc.nat(40).map(index => `rare ${index}`) })
const values = fc.array(value, { maxLength: 120, size: 'max' })
const capacity = fc.integer({ min: 1, max: 12 })

test('counts are too high by at most n/capacity, and frequent values are found', () => {
  fc.assert(
    fc.property(values, capacity, (stream, size) => checkGuarantees(sketchOf(stream, size), stream)),
    { numRuns: 150 * RUNS },
  )
})

test('merging keeps both guarantees, however many are merged, and values go on after it', () => {
  fc.assert(
    fc.property(fc.array(values, { maxLength: 6 }), values, capacity, (streams, rest, size) => {
      const merged = createSpaceSaving(size)
      for (const stream of streams) merged.merge(sketchOf(stream, size))
      const all = streams.flat()
      checkGuarantees(merged, all)
      for (const added of rest) merged.add(added)
      checkGuarantees(merged, [...all, ...rest])
      const tree = streams.map(stream => sketchOf(stream, size))
      while (tree.length > 1) {
        const [left, right] = tree.splice(0, 2)
        left.merge(right)
        tree.push(left)
      }
      if (tree.length === 1) checkGuarantees(tree[0], all)
    }),
    { numRuns: 150 * RUNS },
  )
})

test('the order of two merged sketches is of no matter', () => {
  fc.assert(
    fc.property(values, values, capacity, (left, right, size) => {
      const merged = sketchOf(left, size)
      merged.merge(sketchOf(right, size))
      const other = sketchOf(right, size)
      const source = sketchOf(left, size)
      const sourceBefore = source.encode()
      other.merge(source)
      expect(other.encode()).toEqual(merged.encode())
      expect(source.encode()).toEqual(sourceBefore)
    }),
  )
})

test('with room for all values it is exact: ties by value', () => {
  const stream = ['b', true, 'a', 10, 9, '\u{10000}', '\uffff', 2n ** 60n, new Uint8Array([2]), new Uint8Array([1, 5]), 'b', false]
  expect(sketchOf(stream, 20).result(20)).toEqual(
    ['b', false, true, 9, 10, 2n ** 60n, 'a', '\uffff', '\u{10000}', new Uint8Array([1, 5]), new Uint8Array([2])].map(held => ({
      value: held,
      count: held === 'b' ? 2 : 1,
    })),
  )
  expect(sketchOf(stream, 20).result(1)).toEqual([{ value: 'b', count: 2 }])
  expect(sketchOf([5n, 5, -0, 0], 4).result(4)).toEqual([
    { value: 0, count: 2 },
    { value: 5, count: 2 },
  ])
})

test('bytes are kept by content, not by reference, and are no strings', () => {
  const buffer = new Uint8Array([97])
  const sketch = sketchOf([buffer, 'a'], 4)
  buffer[0] = 98
  expect(sketch.result(4)).toEqual([
    { value: 'a', count: 1 },
    { value: new Uint8Array([97]), count: 1 },
  ])
})

const mixed = fc.array(
  fc.oneof(value, fc.boolean(), fc.bigInt(), fc.double({ noNaN: true }), fc.uint8Array({ maxLength: 2 }), fc.string({ unit: 'binary' })),
  {
    maxLength: 60,
    size: 'max',
  },
)

test('encoding holds everything', () => {
  fc.assert(
    fc.property(mixed, mixed, fc.integer({ min: 1, max: 40 }), (first, second, size) => {
      const sketch = sketchOf(first, size)
      const copy = decodeSpaceSaving(sketch.encode())
      expect(copy.result(size)).toEqual(sketch.result(size))
      for (const added of second) {
        sketch.add(added)
        copy.add(added)
      }
      expect(copy.encode()).toEqual(sketch.encode())
    }),
  )
})

test('damaged bytes are refused', () => {
  refusesDamage(
    [createSpaceSaving(1).encode(), sketchOf(['a', '\u{1f600}', 5, 2n ** 70n, true, new Uint8Array(3)], 9).encode()],
    decodeSpaceSaving,
  )
})

test('refuses what it was not made for', () => {
  expect(() => createSpaceSaving(0)).toThrow('capacity is 0: give an integer between 1 and 65536')
  expect(() => createSpaceSaving(8).merge(createSpaceSaving(9))).toThrow("a sketch of capacity 9 can't be merged into one of capacity 8")
})
