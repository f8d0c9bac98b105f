import { awsContracts } from './contracts/aws'
import { NO_FAULTS, withFaults } from './support/faults'
import { MemoryBucket } from './support/memory-bucket'
import { MemoryStream } from './support/memory-stream'
import { MemoryTable } from './support/memory-table'

awsContracts('in-memory', () => {
  // Throttles a third of all records.
  const stream = new MemoryStream(3, given => given % 3 === 1)
  return {
    table: withFaults('table', new MemoryTable(), NO_FAULTS),
    bucket: withFaults('bucket', new MemoryBucket(), NO_FAULTS),
    stream: withFaults('stream', stream, NO_FAULTS),
    readStream: async () =>
      stream.all
        .flatMap(({ id }) => stream.records(id))
        .map(({ kinesis: { partitionKey, sequenceNumber, data } }) => ({
          partitionKey,
          sequenceNumber,
          data: Buffer.from(data, 'base64'),
        })),
  }
})
