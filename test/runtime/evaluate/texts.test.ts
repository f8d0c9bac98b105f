import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { compareText } from '../../../windowing'
import { BYTES, cast, evaluate, FAILED, given, INT64, int, LOGICAL, listOf, literal, logical, TEXT, text } from './support'

const texts = fc.string({ unit: fc.constantFrom('a', 'é', ' ', 'ｦ', '😀', '-'), maxLength: 12 })

test('texts are ordered as their UTF-8 bytes are', () => {
  expect(compareText('😀', 'ｦ')).toBeGreaterThan(0)
  expect(evaluate('less', text('ｦ'), text('😀'))).toBe(true)
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))))
    }),
  )
})

test('length and substring count code points', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 14 }), fc.integer({ min: 0, max: 14 }), (value, start, length) => {
      const points = [...value]
      expect(evaluate('length', text(value))).toBe(points.length)
      expect(evaluate('substring', text(value), int(start), int(length))).toBe(points.slice(start - 1, start - 1 + length).join(''))
      expect(evaluate('substring', text(value), int(start))).toBe(points.slice(start - 1).join(''))
    }),
  )
  expect(evaluate('substring', text('abc'), int(0))).toEqual(FAILED)
  expect(evaluate('substring', text('abc'), int(1), int(-1))).toEqual(FAILED)
  expect(evaluate('substring', text('abc'), int(2n ** 60n), int(2n ** 60n))).toBe('')
})

test('the other functions of texts', () => {
  expect(evaluate('upper', text('straße'))).toBe('STRASSE')
  expect(evaluate('lower', text('ÄΣ'))).toBe('äς')
  expect(evaluate('trim', text('  \ta  '))).toBe('\ta')
  expect(evaluate('concat', text('a'), text('b'), text('c'))).toBe('abc')
  expect(evaluate('concat', text('a'), text(null))).toBeNull()
  expect([
    evaluate('startsWith', text('ab'), text('')),
    evaluate('endsWith', text('ab'), text('b')),
    evaluate('contains', text('ab'), text('ba')),
  ]).toEqual([true, true, false])
  expect(evaluate('replace', text('aaa$'), text('aa'), text('$&'))).toBe('$&a$')
  expect(evaluate('replace', text('a'), text(''), text('b'))).toEqual(FAILED)
  expect(evaluate('replace', text('a'.repeat(1 << 20)), text('a'), text('b'.repeat(64)))).toEqual(FAILED)
  expect(evaluate('split', text(''), text(','))).toEqual([''])
  expect(evaluate('split', text('a,,b'), text(','))).toEqual(['a', '', 'b'])
  expect(evaluate('split', text('a'), text(''))).toEqual(FAILED)
  expect([1, 2, 3, 4].map(part => evaluate('splitPart', text('a--b--'), text('--'), int(part)))).toEqual(['a', 'b', '', null])
  expect(evaluate('splitPart', text('a'), text('-'), int(0))).toEqual(FAILED)
})

test('the hash is SHA-256 of the UTF-8 bytes', () => {
  const expected = createHash('sha256').update('é😀').digest('hex')
  expect(evaluate('hash', text('é😀'))).toBe(expected)
  expect(evaluate('hash', given(BYTES, new TextEncoder().encode('é😀')))).toBe(expected)
})

test('casts of texts', () => {
  const colors = { kind: 'enum', values: ['red'] } as const
  expect([cast(text('red'), colors), cast(text('Red'), colors)]).toEqual(['red', FAILED])
  expect(['true', 'false', 'TRUE'].map(value => cast(text(value), LOGICAL))).toEqual([true, false, FAILED])
  expect([cast(logical(true), TEXT), cast(logical(false), INT64)]).toEqual(['true', 0])
  expect(cast(text('é'), BYTES)).toEqual(Uint8Array.of(0xc3, 0xa9))
  expect(cast(given(BYTES, Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), TEXT)).toBe('\ufeffa')
  expect(cast(given(BYTES, Uint8Array.of(0xff)), TEXT)).toEqual(FAILED)
})

test('lists', () => {
  const list = given(listOf(TEXT), ['a', null, 'b'])
  expect(evaluate('listSize', list)).toBe(3)
  expect([1, 2, 4].map(index => evaluate('listElement', list, int(index)))).toEqual(['a', null, null])
  expect(evaluate('listElement', list, int(0))).toEqual(FAILED)
  expect(evaluate('listContains', list, text('b'))).toBe(true)
  expect(evaluate('listContains', list, text('c'))).toBe(false)
  expect(evaluate('listContains', list, text(null))).toBeNull()
})

test('nothing in a definition becomes code', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is hostile on purpose
  const hostile = '`${process.exit(1)}`\'"\\\u2028);throw 1//'
  expect(evaluate('concat', literal(TEXT, hostile), text(hostile))).toBe(hostile.repeat(2))
})
