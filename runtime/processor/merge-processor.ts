import { type Definition, fingerprint } from '../../pipeline'
import { createMergeOperator } from '../../windowing'
import { createProgram } from '../program'
import { mergePartitionName } from '../shuffle'
import { checkIndex, checkProducers } from './check'
import { MergeStage } from './merge-stage'
import { CheckpointedProcessor, type PartitionProcessor, type ProcessorPorts } from './processor'

export interface MergeProcessorOptions {
  readonly definition: Definition
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

/**
 * Makes the second of two stages: `processBatch` takes the shuffle log's messages of one output and merge partition (as records, positions are the log's),
 * under the same protocol as the first. Its checkpoint and rows are stored under `mergePartitionName(output, partition)`. `finish` is seldom
 * needed: a producer's end arrives as a message.
 * @throws RangeError for an unknown or unwindowed output, or a number out of range.
 */
export function createMergeProcessor(options: MergeProcessorOptions): PartitionProcessor {
  const { definition, output, producers, ports } = options
  checkProducers(producers)
  checkIndex('partition', options.partition, 2 ** 31)
  const program = createProgram(definition).outputs.find(candidate => candidate.name === output)
  if (program?.kind !== 'windowed') {
    const windowed = definition.outputs.filter(candidate => candidate.windowed !== null).map(candidate => `'${candidate.name}'`)
    throw new RangeError(`only windowed outputs can be merged (${windowed.join(', ') || 'this definition has none'}), got '${output}'`)
  }
  const partition = mergePartitionName(output, options.partition)
  const { window, aggregates } = program
  return new CheckpointedProcessor({
    partition,
    outputs: [output],
    ports,
    createStage: () =>
      new MergeStage({
        partition,
        operator: createMergeOperator({ window, aggregates, producers }),
        program,
        fingerprint: fingerprint(definition, output),
        producers,
      }),
  })
}
