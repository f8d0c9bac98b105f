import type { Definition } from '../../../pipeline'
import {
  createMergeProcessor,
  createPartitionProcessor,
  MemoryDeadLetters,
  MemoryShuffleLog,
  MemorySink,
  MemoryStateStore,
  type PartitionProcessor,
  type Position,
  type RecordBatch,
  type StateChange,
  type StateStore,
} from '../../../runtime'
import type { Choices } from '../../windowing/oracle/cases'
import type { Given } from './compare'

class Crash extends Error {}

/** Now and then a commit fails: what was written to sinks stays, and the processor has to load its checkpoint. */
class FailingStateStore implements StateStore {
  private readonly stored = new MemoryStateStore()
  private hasFailed = false

  constructor(private readonly choices: Choices) {}

  load(partition: string) {
    return this.stored.load(partition)
  }

  async commit(partition: string, expectedVersion: number, change: StateChange): Promise<boolean> {
    // Never twice in a row, so that a run ends.
    this.hasFailed = !this.hasFailed && this.choices.below(3) === 2
    if (this.hasFailed) throw new Crash('the worker was killed before its commit')
    return this.stored.commit(partition, expectedVersion, change)
  }
}

/** Calls again after a crash, as the next worker would. */
async function insist(call: () => Promise<unknown>): Promise<void> {
  try {
    await call()
  } catch (error) {
    if (!(error instanceof Crash)) throw error
    await insist(call)
  }
}

async function runAll(processor: PartitionProcessor, batches: readonly RecordBatch[]): Promise<void> {
  for (const batch of batches) await insist(() => processor.processBatch(batch))
  await insist(() => processor.finish())
}

/** Runs a definition with checkpoints and crashes, one partition after the other, and then the merges of their windows. */
export async function runWithCrashes(definition: Definition, logs: readonly (readonly RecordBatch[])[], choices: Choices): Promise<Given> {
  const shuffle = new MemoryShuffleLog(1)
  const ports = { state: new FailingStateStore(choices), sink: new MemorySink(), deadLetters: new MemoryDeadLetters(), shuffle }
  const partitions = logs.length
  const merge = partitions > 1 ? 'all' : 'as-needed'
  for (const [index, batches] of logs.entries())
    await runAll(createPartitionProcessor({ definition, partition: String(index), ports, index, partitions, merge }), batches)
  const merged = definition.outputs.filter(({ windowed }) => windowed !== null && partitions > 1)
  for (const { name } of merged) {
    const batches: RecordBatch[] = []
    for (let position: Position | null = null; ; position = batches[batches.length - 1].positions[0]) {
      const batch = await shuffle.read(name, 0, position, 1)
      if (batch.length === 0) break
      batches.push(batch)
    }
    await runAll(createMergeProcessor({ definition, output: name, partition: 0, producers: partitions, ports }), batches)
  }
  return ports
}
