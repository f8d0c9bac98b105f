import { recordBatchFromLines, recordBatchOf } from '../../../runtime/decode'

const lines = (text: string, ...rest: [number | bigint, number[]?]) => {
  const batch = recordBatchFromLines(new TextEncoder().encode(text), ...rest)
  return Array.from({ length: batch.length }, (_, index) => [
    batch.positions[index],
    batch.arrivalTimes[index],
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(batch.bytes.subarray(batch.starts[index], batch.ends[index])),
  ])
}

test('lines are cut at newlines; blank ones, carriage returns and a leading byte order mark belong to none', () => {
  expect(lines('\ufeff{"a":1}\r\n\n \t \r\n{"b":"a line that is longer than sixteen bytes"}\n\n\ufeffx', 7)).toEqual([
    [7, Number.NaN, '{"a":1}'],
    [8, Number.NaN, '{"b":"a line that is longer than sixteen bytes"}'],
    [9, Number.NaN, '\ufeffx'],
  ])
  expect(lines('', 0)).toEqual([])
  expect(lines('\n\r\n', 0)).toEqual([])
})

test('every length of a line is found, and lists grow', () => {
  const texts = Array.from({ length: 300 }, (_, index) => 'x'.repeat(1 + (index % 40)))
  expect(lines(`${texts.join('\n')}\n`, 0n).map(([position, , text]) => [position, text])).toEqual(
    texts.map((text, index) => [BigInt(index), text]),
  )
})

test('arrival times are taken by record', () => {
  expect(lines('a\nb', 0, [5, 6, 7]).map(([, arrival]) => arrival)).toEqual([5, 6])
  expect(() => lines('a\nb', 0, [5])).toThrow(/1 arrival times for 2 records/)
})

test('records and ticks are copied into one batch', () => {
  const batch = recordBatchOf([
    { position: 1n, arrivalTime: 10, bytes: Uint8Array.of(1, 2) },
    { position: 2n, arrivalTime: 20, bytes: null },
    { position: 5n, arrivalTime: 30, bytes: Uint8Array.of(3) },
  ])
  expect(batch.length).toBe(3)
  expect([...batch.ticks]).toEqual([0, 1, 0])
  expect([...batch.starts]).toEqual([0, 2, 2])
  expect([...batch.ends]).toEqual([2, 2, 3])
  expect([...batch.bytes.subarray(0, 3)]).toEqual([1, 2, 3])
  expect(batch.positions[2]).toBe(5n)
})
