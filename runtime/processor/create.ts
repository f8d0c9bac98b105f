import type { Definition } from '../../pipeline'
import { compile, compileForMerges } from './compile'
import { type CompiledMergeOptions, mergeProcessorOf } from './merge-processor'
import { type CompiledPartitionOptions, partitionProcessorOf } from './partition-processor'
import type { PartitionProcessor } from './processor'

export interface PartitionProcessorOptions extends Omit<CompiledPartitionOptions, 'compiled'> {
  readonly definition: Definition
}

/**
 * Makes the processor of one partition: all outputs of the definition, or of those in two stages the first. Cheap until its first call, which loads the
 * checkpoint.
 * @throws RangeError for an index or count out of range, and for `inherit` where windows can't be divided by the partition key.
 */
export function createPartitionProcessor({ definition, ...options }: PartitionProcessorOptions): PartitionProcessor {
  return partitionProcessorOf({ ...options, compiled: compile(definition) })
}

export interface MergeProcessorOptions extends Omit<CompiledMergeOptions, 'outputs'> {
  readonly definition: Definition
}

/**
 * Makes the second of two stages: `processBatch` takes the shuffle log's messages of one output and merge partition (as records, positions are the log's),
 * under the same protocol as the first. Its checkpoint and rows are stored under `mergePartitionName(output, partition)`. `finish` is seldom
 * needed: a producer's end arrives as a message.
 * @throws RangeError for an unknown or unwindowed output, or a number out of range.
 */
export function createMergeProcessor({ definition, ...options }: MergeProcessorOptions): PartitionProcessor {
  return mergeProcessorOf({ ...options, outputs: compileForMerges(definition) })
}
