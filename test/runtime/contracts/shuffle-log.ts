import type { Position, ReadableShuffleLog, RecordBatch, ShuffleMessage } from '../../../runtime'

/** The contract of `ShuffleLog`, through `ReadableShuffleLog`. */
export function shuffleLogContract(name: string, start: () => { open(partitions: number): ReadableShuffleLog; end?(): void }): void {
  describe(`${name} is a shuffle log`, () => {
    let logs: ReturnType<typeof start>
    beforeEach(() => {
      logs = start()
    })
    afterEach(() => logs.end?.())
    const message = (value: number, partition = 0, output = 'o'): ShuffleMessage => ({
      output,
      partition,
      producer: 0,
      bytes: Uint8Array.of(value, 0),
    })
    const valuesOf = (batch: RecordBatch) =>
      Array.from({ length: batch.length }, (_, index) => [...batch.bytes.subarray(batch.starts[index], batch.ends[index])][0])

    async function readAll(log: ReadableShuffleLog, limit: number, partition = 0, output = 'o'): Promise<readonly number[]> {
      const values: number[] = []
      let position: Position | null = null
      for (;;) {
        const batch: RecordBatch = await log.read(output, partition, position, limit)
        if (batch.length === 0) return values
        expect(batch.length).toBeLessThanOrEqual(limit)
        for (let index = 0; index < batch.length; index++) {
          expect(position === null || batch.positions[index] > position).toBe(true)
          position = batch.positions[index]
        }
        values.push(...valuesOf(batch))
      }
    }

    test('is empty at first', async () => {
      expect((await logs.open(1).read('o', 0, null)).length).toBe(0)
    })

    test('gives messages in order, in pieces of any size, to others too', async () => {
      const log = logs.open(1)
      await log.append([message(1), message(2), message(3)])
      await log.append([message(4)])
      await logs.open(1).append([message(5), message(6)])
      await log.append([message(7)])
      for (const limit of [1, 2, 3, 100]) expect(await readAll(logs.open(1), limit)).toEqual([1, 2, 3, 4, 5, 6, 7])
    })

    test('keeps outputs and merge partitions apart', async () => {
      const log = logs.open(2)
      await log.append([message(1), message(2, 1), message(3, 0, 'other'), message(4)])
      expect(await readAll(log, 10)).toEqual([1, 4])
      expect(await readAll(log, 10, 1)).toEqual([2])
      expect(await readAll(log, 10, 0, 'other')).toEqual([3])
    })

    test('loses nothing of concurrent writers, and keeps the order of each', async () => {
      const writers = Array.from({ length: 4 }, () => logs.open(1))
      await Promise.all(
        writers.map(async (log, writer) => {
          for (let index = 0; index < 8; index++) await log.append([message(writer * 10 + index)])
        }),
      )
      const values = await readAll(logs.open(1), 5)
      for (let writer = 0; writer < 4; writer++)
        expect(values.filter(value => Math.floor(value / 10) === writer)).toEqual(
          Array.from({ length: 8 }, (_, index) => writer * 10 + index),
        )
      expect(values).toHaveLength(32)
    })

    test('refuses to have no partition', () => {
      for (const partitions of [0, -1, 1.5]) expect(() => logs.open(partitions)).toThrow(RangeError)
    })
  })
}
