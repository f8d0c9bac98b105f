/** All that the bundle of `process` may name. */
export * from '../../../runtime/parts'
export { createHandler } from '../create'
export { kafkaHandler } from '../kafka-handler'
export { kinesisHandler } from '../kinesis-handler'
export { dynamodbHandler, sqsHandler } from '../message-handlers'
