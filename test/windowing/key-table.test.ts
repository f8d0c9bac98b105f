import fc from 'fast-check'
import { compareKeyBytes, KeySorter } from '../../windowing/key-order'
import { KeyTable } from '../../windowing/key-table'

const encoder = new TextEncoder()

function find(table: KeyTable, text: string): number {
  const bytes = encoder.encode(`..${text}..`)
  return table.find(bytes, 2, bytes.length - 2)
}

function textOf(table: KeyTable, id: number): string {
  return new TextDecoder().decode(table.arena.subarray(table.start(id), table.end(id)))
}

test('equal keys have one id, other keys another', () => {
  const table = new KeyTable(() => undefined)
  const ids = new Map<string, number>()
  for (let round = 0; round < 2; round++) {
    for (let number = 0; number < 5000; number++) {
      const text = `key ${number % 2 === 0 ? number : 'x'.repeat(number % 40) + number}`
      const id = find(table, text)
      if (round === 0) table.retain(id)
      expect(ids.get(text) ?? id).toBe(id)
      ids.set(text, id)
    }
  }
  expect(new Set(ids.values()).size).toBe(ids.size)
  for (const [text, id] of ids) expect(textOf(table, id)).toBe(text)
})

test('memory follows the keys that are held, not those ever seen; a sweep tells new ids', () => {
  const held = new Map<string, number>()
  let sweeps = 0
  const table = new KeyTable(renumbered => {
    sweeps++
    for (const [text, id] of held) held.set(text, renumbered[id])
  })
  for (let number = 0; number < 100_000; number++) {
    const text = `user ${number}`
    const id = find(table, text)
    table.retain(id)
    if (number % 1000 === 0) held.set(text, id)
    else table.release(id)
    if (number % 100 === 0) table.afterClose()
  }
  expect(sweeps).toBeGreaterThan(1)
  expect(table.byteLength).toBeLessThan(600_000)
  for (const [text, id] of held) expect(textOf(table, id)).toBe(text)
  for (const [text, id] of held) expect(find(table, text)).toBe(id)
})

test('sorting is the order of bytes', () => {
  const texts = fc.string({ unit: fc.constantFrom('\0', 'a', 'b', 'ÿ'), maxLength: 9 })
  fc.assert(
    fc.property(fc.uniqueArray(texts, { maxLength: 200, minLength: 1 }), fc.constantFrom('', 'common prefix '), (keys, prefix) => {
      const table = new KeyTable(() => undefined)
      const slots = Int32Array.from(keys, key => find(table, prefix + key))
      new KeySorter(table, slot => slot).sort(slots, slots.length)
      const sorted = Array.from(slots)
      for (let at = 1; at < sorted.length; at++) expect(compareKeyBytes(table, sorted[at - 1], sorted[at])).toBeLessThan(0)
      expect(new Set(sorted).size).toBe(keys.length)
    }),
    { numRuns: 300 },
  )
})
