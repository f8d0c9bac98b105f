import { compileForMerges, compileForPartitions } from '../../runtime'
import type { BatchHandler, EventSourceKind, HandlerFactory, ProcessOptions } from './handler'
import { kafkaHandler } from './kafka-handler'
import { kinesisHandler } from './kinesis-handler'
import { type MergeOptions, mergeHandler } from './merge-handler'
import { dynamodbHandler, sqsHandler } from './message-handlers'
import { definitionOf, type PipelineOrDefinition } from './pipeline-of'

const HANDLERS: Readonly<Record<EventSourceKind, HandlerFactory>> = {
  kinesis: kinesisHandler,
  kafka: kafkaHandler,
  sqs: sqsHandler,
  dynamodb: dynamodbHandler,
}

/**
 * The handler that processes events: each record once in effect, whatever fails or is handed over again. Records that can't be read are dead letters. Code for the definition is generated now; `bundle` generates it before.
 * @throws EnvironmentError where the function's environment is not complete; RangeError for a source that can't feed the definition; InvalidPipelineError for native
 * expressions without a function.
 * @example
 * export const handler = createHandler(postActivity)
 */
export function createHandler(pipeline: PipelineOrDefinition, options: ProcessOptions = {}): BatchHandler {
  return HANDLERS[options.source ?? 'kinesis'](compileForPartitions(definitionOf(pipeline)), options)
}

/**
 * The handler that merges the partial rows of all shards: reads the shuffle stream, of which a shard holds messages of several merge partitions.
 * @throws as `createHandler`
 */
export function createMergeHandler(pipeline: PipelineOrDefinition, options: MergeOptions = {}): BatchHandler {
  const definition = definitionOf(pipeline)
  return mergeHandler({ name: definition.name, outputs: compileForMerges(definition) }, options)
}
