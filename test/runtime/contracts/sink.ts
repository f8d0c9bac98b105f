import type { Sink, SinkBatch } from '../../../runtime'

/** A sink under test: `stored` gives causes and values (integers as text, bytes as base64) in stored order. */
export interface SinkUnderTest {
  readonly sink: Sink
  stored(partition: string, output: string, channel: SinkBatch['channel']): Promise<readonly (readonly [number, string])[]>
}

/** The contract of `Sink`. */
export function sinkContract(name: string, start: () => { open(): SinkUnderTest; end?(): void }): void {
  describe(`${name} is a sink`, () => {
    let sinks: ReturnType<typeof start>
    beforeEach(() => {
      sinks = start()
    })
    afterEach(() => sinks.end?.())
    const batch = (causes: readonly number[], throughCause: number, changes: Partial<SinkBatch> = {}): SinkBatch => ({
      partition: 'p',
      output: 'o',
      channel: 'rows',
      rows: causes.map((cause, index) => ({ cause, values: { cause, index } })),
      throughCause,
      ...changes,
    })
    const causes = async ({ stored }: SinkUnderTest, partition = 'p', output = 'o', channel: SinkBatch['channel'] = 'rows') =>
      (await stored(partition, output, channel)).map(([cause]) => cause)

    test('stores rows in order, all of a cause', async () => {
      const opened = sinks.open()
      await opened.sink.write(batch([1, 1, 3], 4))
      await opened.sink.write(batch([5, 6, 6, 6], 6))
      expect(await causes(sinks.open())).toEqual([1, 1, 3, 5, 6, 6, 6])
    })

    test('drops what it has, also with other batch borders and after a restart', async () => {
      const opened = sinks.open()
      await opened.sink.write(batch([1, 3], 4))
      await opened.sink.write(batch([1, 3], 4))
      await sinks.open().sink.write(batch([1, 3, 5, 5, 8], 9))
      await opened.sink.write(batch([3, 5], 5))
      await opened.sink.write(batch([8, 12], 12))
      expect(await causes(opened)).toEqual([1, 3, 5, 5, 8, 12])
      expect(await causes(sinks.open())).toEqual([1, 3, 5, 5, 8, 12])
    })

    test('lets concurrent writers of one partition store each cause once', async () => {
      const workers = Array.from({ length: 5 }, () => sinks.open())
      const all = Array.from({ length: 30 }, (_, index) => index + 1)
      await Promise.all(
        workers.map(async ({ sink }, worker) => {
          for (let from = 0; from < all.length; from += worker + 2) {
            const rows = all.slice(from, from + worker + 2)
            await sink.write(batch(rows, rows[rows.length - 1]))
          }
        }),
      )
      expect(await causes(sinks.open())).toEqual(all)
    })

    test('keeps partitions, outputs and channels apart', async () => {
      const opened = sinks.open()
      const places: readonly Pick<SinkBatch, 'partition' | 'output' | 'channel'>[] = [
        { partition: 'p', output: 'o', channel: 'rows' },
        { partition: 'p', output: 'o', channel: 'late' },
        { partition: 'P', output: 'o', channel: 'rows' },
        { partition: 'p', output: 'o/2', channel: 'rows' },
        { partition: 'p/o', output: '2', channel: 'rows' },
      ]
      for (const [index, place] of places.entries()) await opened.sink.write(batch([index + 1], 10, place))
      for (const [index, { partition, output, channel }] of places.entries())
        expect(await causes(sinks.open(), partition, output, channel)).toEqual([index + 1])
    })

    test('stores values of every type', async () => {
      const opened = sinks.open()
      const values = {
        big: 2n ** 63n - 1n,
        text: 'a"\n\u2028é',
        none: null,
        list: [1, { x: true }],
        bytes: Uint8Array.of(0, 255),
        number: -1.5,
      }
      await opened.sink.write(batch([], 1, { rows: [{ cause: 1, values }] }))
      const [[, stored]] = await sinks.open().stored('p', 'o', 'rows')
      expect(stored).toBe(
        '{"big":9223372036854775807,"text":"a\\"\\n\u2028é","none":null,"list":[1,{"x":true}],"bytes":"AP8=","number":-1.5}',
      )
    })
  })
}
