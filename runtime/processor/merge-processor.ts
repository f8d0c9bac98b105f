import { rowFinisher } from '../program'
import { mergePartitionName } from '../shuffle'
import { checkIndex, checkProducers } from './check'
import { type CompiledMerge, operatorOf } from './compiled'
import { MergeStage } from './merge-stage'
import { CheckpointedProcessor, type PartitionProcessor, type ProcessorPorts } from './processor'

export interface CompiledMergeOptions {
  /** All windowed outputs of the definition. */
  readonly outputs: readonly CompiledMerge[]
  /** Name of an output that the first stage sends to the shuffle log. */
  readonly output: string
  /** The merge partition, from 0: one processor for each of the shuffle log's partitions. */
  readonly partition: number
  /**
   * The partitions of the source that send their partial rows: a count, at least 1 and fixed for the life of the state (indexes from 0), or, of a log whose partitions
   * come and go, the indexes of those that there were first. Others become known when those hand over to them.
   */
  readonly producers: number | readonly number[]
  readonly ports: Omit<ProcessorPorts, 'shuffle'>
}

/** As `createMergeProcessor`, of what was compiled from the definition. */
export function mergeProcessorOf(options: CompiledMergeOptions): PartitionProcessor {
  const { outputs, output, producers, ports } = options
  checkProducers(producers)
  checkIndex('partition', options.partition, 2 ** 31)
  const merged = outputs.find(candidate => candidate.name === output)
  if (merged === undefined) {
    const windowed = outputs.map(candidate => `'${candidate.name}'`)
    throw new RangeError(`only windowed outputs can be merged (${windowed.join(', ') || 'this definition has none'}), got '${output}'`)
  }
  const partition = mergePartitionName(output, options.partition)
  const { window, aggregates, factories, fingerprint } = merged
  const program = { name: output, finishRow: rowFinisher(merged.rows) }
  const createOperator = operatorOf(merged, 'merge')
  return new CheckpointedProcessor({
    partition,
    outputs: [output],
    ports,
    createStage: () =>
      new MergeStage({
        partition,
        operator: createOperator({ window, aggregates, factories, producers }),
        program,
        fingerprint,
        producers,
      }),
  })
}
