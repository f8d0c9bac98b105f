import { lambdaClients } from './aws-clients'
import { Deadline } from './deadline'
import { readEnvironment } from './environment'
import { checkRecords, type HandlerFactory, isMerged } from './handler'
import { surroundingsOf } from './options'
import { Partitions, unpackingOf } from './partitions'
import { kafkaGroups } from './records'

/**
 * The handler of a topic's partitions. The whole batch is asked for again by an error, since a partial answer means something only to mappings in provisioned mode
 * (https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html), and what was processed is skipped.
 */
export const kafkaHandler: HandlerFactory = (compiled, options = {}) => {
  const merged = compiled.outputs.filter(isMerged)
  if (merged.length > 0)
    throw new RangeError(
      `pipeline '${compiled.name}' has windows that are merged over partitions (${merged.map(({ name }) => `'${name}'`).join(', ')}), for which this handler knows the ` +
        "shards of Kinesis, not the partitions of Kafka; send the events through Kinesis, or group by the source's partitionKey",
    )
  const surroundings = surroundingsOf(options)
  const environment = readEnvironment(['stateTable', 'lakeBucket'], surroundings.variables)
  const clients = options.clients ?? lambdaClients(environment)
  const unpacking = unpackingOf(compiled, options)
  const partitions = new Partitions({ compiled, clients, surroundings })
  return async (event, context) => {
    if (!('records' in event)) {
      checkRecords(event.Records, 'kafka')
      return { batchItemFailures: [] }
    }
    const log = surroundings.log.with({ pipeline: compiled.name, requestId: context.awsRequestId })
    const deadline = new Deadline(context)
    const failed: string[] = []
    for (const group of kafkaGroups(event.records, unpacking)) {
      const failedFrom = await partitions.process(group, deadline, context, log.with({ partition: group.partition }))
      if (failedFrom !== undefined) failed.push(`${group.partition} from offset ${failedFrom}`)
    }
    if (failed.length > 0) throw new Error(`not all records were processed (${failed.join(', ')}): the batch must be handed over again`)
    return { batchItemFailures: [] }
  }
}
