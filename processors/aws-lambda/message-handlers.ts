import { randomUUID } from 'node:crypto'
import { lambdaClients } from './aws-clients'
import { Deadline } from './deadline'
import { readEnvironment } from './environment'
import { type BatchHandler, checkRecords, foreignEvent, type HandlerFactory } from './handler'
import { MessageWorker } from './messages'
import { surroundingsOf } from './options'
import { Outbox } from './outbox'
import { unpackingOf } from './partitions'
import { TableStateStore } from './state-store'

export const sqsHandler: HandlerFactory = (...given) => messageHandler('sqs', 'a queue delivers without order', ...given)

export const dynamodbHandler: HandlerFactory = (...given) =>
  messageHandler('dynamodb', "an event of a DynamoDB stream doesn't say its shard", ...given)

/** The handler of a source without ordered partitions. `reason`: why it can't feed windows. */
function messageHandler(source: 'sqs' | 'dynamodb', reason: string, ...[compiled, options = {}]: Parameters<HandlerFactory>): BatchHandler {
  const windowed = compiled.outputs.filter(({ kind }) => kind === 'windowed')
  if (windowed.length > 0)
    throw new RangeError(
      `pipeline '${compiled.name}' has windows (${windowed.map(({ name }) => `'${name}'`).join(', ')}), which need ordered partitions with names, but ${reason}; ` +
        'send the events through Kinesis (a DynamoDB table can feed a Kinesis stream), or make outputs without windows only',
    )
  const surroundings = surroundingsOf(options)
  const environment = readEnvironment(['stateTable', 'lakeBucket'], surroundings.variables)
  const { table, bucket } = options.clients ?? lambdaClients(environment)
  const { now } = surroundings
  const store = new TableStateStore({ table, bucket, now, newId: randomUUID })
  const outbox = new Outbox({ store, bucket, now, newId: randomUUID })
  const worker = new MessageWorker({ compiled, outbox, table, unpacking: unpackingOf(compiled, options), now })
  return async (event, context) => {
    if ('records' in event) throw foreignEvent('Kafka', source)
    checkRecords(event.Records, source)
    const log = surroundings.log.with({ pipeline: compiled.name, requestId: context.awsRequestId })
    return worker.handle(event.Records as Parameters<MessageWorker['handle']>[0], new Deadline(context), log)
  }
}
