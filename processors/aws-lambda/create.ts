import { compileForMerges, compileForPartitions } from '../../runtime'
import { type BatchHandler, type ProcessOptions, processHandler } from './handler'
import { type MergeOptions, mergeHandler } from './merge-handler'
import { definitionOf, type PipelineOrDefinition } from './pipeline-of'

/**
 * The handler that processes events: each record once in effect, whatever fails or is handed over again. Code for the definition is generated now; `bundle` generates it before.
 * @throws EnvironmentError where the function's environment is not complete; RangeError for a source that can't feed the definition; InvalidPipelineError for native
 * expressions without a function.
 * @example
 * export const handler = createHandler(postActivity)
 */
export function createHandler(pipeline: PipelineOrDefinition, options: ProcessOptions = {}): BatchHandler {
  return processHandler(compileForPartitions(definitionOf(pipeline)), options)
}

/**
 * The handler that merges the partial rows of all shards: reads the shuffle stream, of which a shard holds messages of several merge partitions.
 * @throws as `createHandler`
 */
export function createMergeHandler(pipeline: PipelineOrDefinition, options: MergeOptions = {}): BatchHandler {
  const definition = definitionOf(pipeline)
  return mergeHandler({ name: definition.name, outputs: compileForMerges(definition) }, options)
}
