import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LogReader, LogWriter } from '../../local/log'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'streambed-log-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const record = (index: number): Uint8Array => Buffer.from(`record ${index} ${'x'.repeat(index % 50)}`)
const records = (from: number, to: number): readonly Uint8Array[] => Array.from({ length: to - from }, (_, index) => record(from + index))

test('a reader follows the writer across segments, in order', () => {
  const writer = new LogWriter(directory, 2)
  const reader = new LogReader(directory, 2)
  expect(reader.read(10)).toEqual([])
  let read = 0
  for (const cut of [1, 8191, 8192, 8193, 20_000]) {
    writer.append(records(writer.length, cut))
    for (let batch = reader.read(3000); batch.length > 0; batch = reader.read(3000)) {
      for (const { position, bytes } of batch) {
        if (position !== read || Buffer.compare(bytes, record(read)) !== 0) throw new Error(`record ${read} is wrong`)
        read++
      }
    }
    expect(read).toBe(cut)
    expect(reader.end()).toBeUndefined()
  }
  writer.end()
  expect(reader.end()).toBe(20_000)
  reader.close()
  expect(readdirSync(join(directory, 'partition-2'))).toHaveLength(4)
})

test.each([0, 1, 8191, 8192, 8200, 9000])('a reader goes to position %i', position => {
  const writer = new LogWriter(directory, 0)
  writer.append(records(0, 9000))
  writer.close()
  const reader = new LogReader(directory, 0)
  reader.seek(position)
  expect(reader.position).toBe(position)
  expect(reader.read(1).map(entry => Buffer.from(entry.bytes).toString())).toEqual(
    position === 9000 ? [] : [Buffer.from(record(position)).toString()],
  )
  reader.close()
})

test('a record that is longer than a chunk is read whole, an empty one too', () => {
  const writer = new LogWriter(directory, 0)
  const long = Buffer.alloc(1_000_000, 'y')
  writer.append([Buffer.alloc(0), long, Buffer.from('z')])
  writer.close()
  const reader = new LogReader(directory, 0)
  expect(reader.read(10).map(entry => entry.bytes.length)).toEqual([0, 1_000_000, 1])
  reader.close()
})

test('a position beyond the end is refused', () => {
  new LogWriter(directory, 0).close()
  expect(() => new LogReader(directory, 0).seek(3)).toThrow('position 3 is beyond the end of the log')
})
