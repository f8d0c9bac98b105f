import { createHash } from 'node:crypto'
import { sha256OfValue } from '../../../runtime/evaluate/hash'

test('SHA-256 is that of every other implementation, at the borders of blocks', () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
    const text = 'aé'.repeat(length).slice(0, length)
    expect(sha256OfValue(text)).toBe(createHash('sha256').update(text).digest('hex'))
  }
})
