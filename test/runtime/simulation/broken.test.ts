import type { SinkBatch, StateChange } from '../../../runtime/ports'
import { ProducerProgress } from '../../../runtime/processor/producers'
import { failures } from './check'
import type { Scheduler } from './scheduler'
import { memoryPorts, type Ports } from './world'

/** A sink that keeps rows that it has already: each write goes under a name of its own. */
function forgetful(mergePartitions: number): Ports {
  const ports = memoryPorts(mergePartitions)
  const names: string[] = []
  const nameOf = (partition: string, write: number) => `${partition}#${write}`
  return {
    ...ports,
    sink: {
      write: (batch: SinkBatch) => ports.sink.write({ ...batch, partition: nameOf(batch.partition, names.push(batch.partition)) }),
      rows: (partition, output, channel) =>
        names.flatMap((name, index) => (name === partition ? ports.sink.rows(nameOf(partition, index + 1), output, channel) : [])),
    },
  }
}

/** Commits the checkpoint before the rows are written. */
function hasty(mergePartitions: number, scheduler: Scheduler): Ports {
  const ports = memoryPorts(mergePartitions)
  const held = new Map<string, SinkBatch[]>()
  return {
    ...ports,
    sink: {
      write: async (batch: SinkBatch) => {
        held.set(batch.partition, [...(held.get(batch.partition) ?? []), batch])
      },
      rows: ports.sink.rows.bind(ports.sink),
    },
    state: {
      load: partition => ports.state.load(partition),
      commit: async (partition: string, version: number, change: StateChange) => {
        const committed = await ports.state.commit(partition, version, change)
        const batches = held.get(partition) ?? []
        held.delete(partition)
        for (const batch of batches) await scheduler.step(() => ports.sink.write(batch))
        return committed
      },
    },
  }
}

/** Commits whatever the stored version is. */
function unconditional(mergePartitions: number): Ports {
  const ports = memoryPorts(mergePartitions)
  return {
    ...ports,
    state: {
      load: partition => ports.state.load(partition),
      commit: async (partition, _version, change) =>
        ports.state.commit(partition, (await ports.state.load(partition))?.version ?? 0, change),
    },
  }
}

describe('the simulation notices', () => {
  test('nothing where nothing is broken', async () => {
    expect((await failures(1)) + (await failures(2))).toBe(0)
  })

  test('a sink that keeps rows that it has already', async () => {
    expect(await failures(1, { ports: forgetful })).toBeGreaterThan(10)
  })

  test('a checkpoint that is committed before the rows are written', async () => {
    expect(await failures(1, { ports: hasty })).toBeGreaterThan(5)
  })

  test('a commit without a condition', async () => {
    expect(await failures(1, { ports: unconditional })).toBeGreaterThan(0)
  })

  test('a merge that takes messages twice', async () => {
    const take = jest.spyOn(ProducerProgress.prototype, 'take').mockReturnValue(true)
    expect(await failures(2)).toBeGreaterThan(10)
    take.mockRestore()
  })
})
