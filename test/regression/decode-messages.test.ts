import type { DataType } from '../../pipeline'
import { createDecoder, recordBatchOf } from '../../runtime/decode'
import { field, sourceOf } from '../runtime/decode/sources'

function messageOf(format: 'json' | 'csv', type: DataType, text: string): string | undefined {
  const decoder = createDecoder(sourceOf(format, [field('x', type)]), ['x'])
  const bytes = new TextEncoder().encode(format === 'json' ? `{"at":1,"x":${text}}` : `1,${text}`)
  decoder.decode(recordBatchOf([{ position: 0, arrivalTime: Number.NaN, bytes }]), 0)
  return decoder.batch.errors.get(0)?.message
}

test.each<[DataType['kind'] & ('int64' | 'string' | 'date'), string, string]>([
  ['int64', '"many"', 'got "many"; int64 is required'],
  ['int64', 'true', 'got true; int64 is required'],
  ['int64', '"ünïcode\u202e"', 'got "\\u00fcn\\u00efcode\\u202e"; int64 is required'],
  ['int64', '1.5', 'got 1.5; an integer is required'],
  ['int64', '1e19', 'got 1e19; an int64 is from -2^63 to 2^63 - 1'],
  ['string', '5', 'got 5; string is required'],
  ['string', '["a"]', 'got ["a"]; string is required'],
  ['date', '"soon"', 'got "soon"; allowed is YYYY-MM-DD, in the years 0001 to 9999'],
])('a JSON value where %s is required is shown as the record has it: %s', (kind, json, message) => {
  expect(messageOf('json', { kind }, json)).toBe(message)
})

test('the text of a cell is shown in quotes, since it has none of its own', () => {
  expect(messageOf('csv', { kind: 'int64' }, 'many')).toBe('got "many"; int64 is required, written as in JSON')
})

test('long values are cut behind 40 characters, of any width', () => {
  expect(messageOf('json', { kind: 'int64' }, `"${'a'.repeat(50)}"`)).toBe(`got "${'a'.repeat(39)}…; int64 is required`)
  expect(messageOf('json', { kind: 'date' }, `"${'é'.repeat(41)}"`)).toMatch(`got "${'\\u00e9'.repeat(40)}"…; allowed`)
  expect(messageOf('json', { kind: 'date' }, `"${'é'.repeat(40)}"`)).toMatch(`got "${'\\u00e9'.repeat(40)}"; allowed`)
})
