import fc from 'fast-check'
import { fileNameOf } from '../../../runtime/directory/names'

test('names are safe on every system', () => {
  expect(fileNameOf('partition', 'shardId-0')).toBe('partition-shard%49d-0')
  expect(fileNameOf('partition', '../a b')).toBe('partition-%2e%2e%2fa%20b')
  expect(fileNameOf('output', 'ü€')).toBe('output-%fc%u20ac')
  fc.assert(fc.property(fc.string({ maxLength: 20, unit: 'binary' }), text => expect(fileNameOf('p', text)).toMatch(/^p-[a-z0-9_%-]*$/)))
})

test('different texts have different names', () => {
  const text = fc.string({ maxLength: 4, unit: fc.constantFrom('a', 'A', '%', '4', '1', 'u', '\ud800', 'ü') })
  fc.assert(fc.property(text, text, (one, other) => expect(fileNameOf('p', one) === fileNameOf('p', other)).toBe(one === other)))
})

test('names that are too long are refused', () => {
  expect(() => fileNameOf('p', 'X'.repeat(100))).toThrow(/302 characters, at most 200/)
})
