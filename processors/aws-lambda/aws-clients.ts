import type { BucketClient } from './clients/bucket'
import type { QueueClient } from './clients/queue'
import type { StreamClient } from './clients/stream'
import type { TableClient } from './clients/table'
import { sdkBucket } from './sdk/bucket'
import { sdkQueue } from './sdk/queue'
import { sdkStream } from './sdk/stream'
import { sdkTable } from './sdk/table'

export interface Clients {
  readonly table: TableClient
  readonly bucket: BucketClient
  /** The stream of events. */
  readonly events?: StreamClient
  /** The stream of partial rows. */
  readonly shuffle?: StreamClient
}

interface Names {
  readonly stateTable: string
  readonly lakeBucket: string
  readonly streamName?: string
  readonly shuffleStreamName?: string
}

/** Clients of AWS's SDK, which is loaded with the first call: a cold start does nothing but read the environment. */
export function lambdaClients({ stateTable, lakeBucket, streamName, shuffleStreamName }: Names): Clients {
  return {
    table: sdkTable(stateTable),
    bucket: sdkBucket(lakeBucket),
    ...(streamName !== undefined && { events: sdkStream(streamName) }),
    ...(shuffleStreamName !== undefined && { shuffle: sdkStream(shuffleStreamName) }),
  }
}

export const lambdaQueue = (url: string): QueueClient => sdkQueue(url)
