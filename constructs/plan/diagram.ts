import type { Box, Graph } from '../../pipeline'
import type { ArchivePlan } from './catalog-plan'
import type { FunctionPlan, KinesisLambdaLakePlan, StreamPlan } from './plan'

/** A plan as pictures show it: from the stream of events a chain to the tables, and one for each other way that a record may go. */
export function graphOfPlan(plan: KinesisLambdaLakePlan): Graph {
  const { functions, streams, queues, catalog, archive, stateTable } = plan
  const [events, shuffle] = streams
  const box = (kind: Box['kind'], title: string, ...lines: readonly string[]): Box => ({ kind, title, lines })
  const byRole = (role: FunctionPlan['role']) => functions.filter(candidate => candidate.role === role)
  const merging =
    shuffle === undefined ? [] : [streamBox('Kinesis: shuffle', shuffle, 'partial windows'), ...byRole('merge').map(functionBox)]
  const tables = catalog.tables.filter(({ format }) => format === 'delta').map(({ tableName }) => tableName)
  return {
    source: streamBox('Kinesis: events', events),
    chains: [
      [
        ...byRole('process').map(functionBox),
        ...merging,
        box('step', 'S3: staged/', `with DynamoDB: ${stateTable.child}`, 'in one transaction'),
        ...byRole('publish').map(functionBox),
        box('table', 'S3: tables/', 'Delta Lake', ...tables),
        box('step', 'Glue and Athena', `database ${catalog.database.databaseName}`, `workgroup ${catalog.workgroup.workgroupName}`),
      ],
      ...byRole('tick').map(tick => [functionBox(tick), box('stream', 'Kinesis: events', 'ticks for idle shards')]),
      ...queues
        .filter(({ role }) => role === 'failures')
        .map(({ child }) => [box('stream', `SQS: ${child}`, 'what was given up after retries')]),
      ...(archive === null
        ? []
        : [[box('step', `Firehose: ${archive.child}`, `each ${archive.bufferSeconds} s or ${archive.bufferMb} MB`), archiveBox(archive)]]),
    ],
  }
}

function archiveBox(archive: ArchivePlan): Box {
  return archive.form === 'iceberg'
    ? { kind: 'table', title: 'S3: archive-table/', lines: ['Iceberg', archive.table.tableName] }
    : { kind: 'table', title: 'S3: archive/', lines: ['raw records'] }
}

function streamBox(title: string, { mode, shards, retentionHours, existing }: StreamPlan, ...lines: readonly string[]): Box {
  const size = shards === null ? mode : `${shards} shard${shards === 1 ? '' : 's'}`
  const own = existing === null ? [size, `${retentionHours} hours`] : ['is there already']
  return { kind: title.endsWith('events') ? 'source' : 'stream', title, lines: [...own, ...lines] }
}

function functionBox({ role, memoryMb, mapping, schedule, environment }: FunctionPlan): Box {
  const reads = mapping === null ? [] : [`batches of ${mapping.batchSize} or ${mapping.batchingWindowSeconds} s`]
  const timed = schedule === null ? [] : [schedule.expression]
  const rejects = 'STREAMBED_DEAD_LETTER_QUEUE_URL' in environment ? ['late/, dead-letters/ and their queue'] : []
  return { kind: 'window', title: `Lambda: ${role}`, lines: [`${memoryMb} MB`, ...reads, ...timed, ...rejects] }
}
