import fc from 'fast-check'
import { createDecoder, recordBatchFromLines, recordBatchOf } from '../../../runtime/decode'
import { decodeAll, field, optional, sourceOf } from './sources'

const runs = 300 * Number(process.env.STREAMBED_RUNS ?? 1)
const encode = (text: string) => new TextEncoder().encode(text)

const source = sourceOf('csv', [
  field('name', { kind: 'string' }),
  optional('count', { kind: 'int64' }),
  optional('day', { kind: 'date' }),
  optional('flag', { kind: 'boolean' }),
  optional('tags', { kind: 'list', element: { kind: 'string' }, elementOptional: false }),
  optional('price', { kind: 'decimal', precision: 6, scale: 2 }),
  optional('color', { kind: 'enum', values: ['red', 'a"b'] }),
  optional('ratio', { kind: 'double' }),
  optional('raw', { kind: 'bytes' }),
])
const names = source.fields.slice(1).map(({ name }) => name)
const decode = (text: string) => decodeAll(createDecoder(source, names), recordBatchFromLines(encode(text), 0))

test('every type has a form in a cell', () => {
  const full = '\ufeff5,"a ""b"", c",7,1970-01-02,true,"[""x"", ""y""]",1.5,"a""b",-2.5e1,AP8=\r\n\r\n6,"",,,,,,red,,\n7,plain,,,,,,,,'
  expect(decode(full)).toEqual([
    { time: 5, values: ['a "b", c', 7, 1, 1, ['x', 'y'], 150, 'a"b', -25, Uint8Array.of(0, 255)] },
    { time: 6, values: ['', null, null, null, null, null, 'red', null, null] },
    { time: 7, values: ['plain', null, null, null, null, null, null, null, null] },
  ])
})

test.each([
  ['x,a,,,,,,,,', 'wrong-type', '/at'],
  [',a,,,,,,,,', 'invalid-time', '/at'],
  ['1,,,,,,,,,', 'missing-field', '/name'],
  ['1,a,,,,,,,', 'malformed', ''],
  ['1,a,,,,,,,,,', 'malformed', ''],
  ['1,"a,,,,,,,,', 'malformed', ''],
  ['1,"a"b,,,,,,,,', 'malformed', ''],
  ['1,a"b,,,,,,,,', 'malformed', ''],
  ['1,a,1.5,,,,,,,', 'wrong-type', '/count'],
  ['1,a,+1,,,,,,,', 'wrong-type', '/count'],
  ['1,a, 1,,,,,,,', 'wrong-type', '/count'],
  ['1,a,99999999999999999999,,,,,,,', 'out-of-range', '/count'],
  ['1,a,,2001-02-30,,,,,,', 'invalid-time', '/day'],
  ['1,a,,,yes,,,,,', 'wrong-type', '/flag'],
  ['1,a,,,,[1],,,,', 'wrong-type', '/tags/0'],
  ['1,a,,,,[,,,,', 'malformed', '/tags'],
  ['1,a,,,,,12345.6,,,', 'out-of-range', '/price'],
  ['1,a,,,,,,blue,,', 'out-of-range', '/color'],
  ['1,a,,,,,,,NaN,', 'wrong-type', '/ratio'],
  ['1,a,,,,,,,,AP8', 'wrong-type', '/raw'],
])('%s is refused: %s', (line, code, path) => {
  const good = { time: 1, values: ['a', null, null, null, null, null, null, null, null] }
  expect(decode(`1,a,,,,,,,,\n${line}\n1,a,,,,,,,,`)).toEqual([good, { code, path }, good])
})

test('a record cut inside a character is not UTF-8', () => {
  const bytes = encode('1,日,,,,,,,,')
  const records = [bytes.slice(0, 3), bytes.slice(3)].map((part, position) => ({ position, arrivalTime: Number.NaN, bytes: part }))
  expect(decodeAll(createDecoder(source, names), recordBatchOf(records))).toEqual([
    { code: 'invalid-utf8', path: '' },
    { code: 'invalid-utf8', path: '' },
  ])
})

test('any text survives in quotes, and mutated lines harm no neighbor', () => {
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), fc.nat(255), (text, where, byte) => {
      const line = encode(`1,${cell(text)},,,,,,,,`)
      const bad = line.with(where % line.length, byte)
      const records = [line, bad, line].map((bytes, position) => ({ position, arrivalTime: Number.NaN, bytes }))
      const outcomes = decodeAll(createDecoder(source, ['name'], { capacity: 3 }), recordBatchOf(records))
      expect(outcomes[0]).toEqual({ time: 1, values: [text] })
      expect(outcomes[2]).toEqual(outcomes[0])
    }),
    { numRuns: runs },
  )
})
