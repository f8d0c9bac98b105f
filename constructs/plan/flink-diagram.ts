import type { Box, Graph } from '../../pipeline'
import type { KinesisFlinkLakePlan } from './flink-plan'

/** As `graphOfPlan`. */
export function graphOfFlinkPlan({ streams, sinkStreams, application, catalog, deployedState }: KinesisFlinkLakePlan): Graph {
  const [{ mode, shards, retentionHours, existing }] = streams
  const box = (kind: Box['kind'], title: string, ...lines: readonly string[]): Box => ({ kind, title, lines })
  const size = shards === null ? mode : `${shards} shard${shards === 1 ? '' : 's'}`
  const job = box(
    'window',
    'Managed Flink',
    `parallelism ${application.parallelism}`,
    `${application.parallelismPerKpu} tasks a KPU`,
    `a checkpoint each ${application.checkpoints.intervalMs / 1000} s`,
    ...sinkStreams.map(({ role, streamName }) => `${role.replace('-', ' ')} to the stream ${streamName}`),
  )
  return {
    source: box('source', 'Kinesis: events', ...(existing === null ? [size, `${retentionHours} hours`] : ['is there already'])),
    chains: [
      [
        job,
        box('table', 'S3: tables/', 'Iceberg', ...Object.keys(deployedState.outputs)),
        box('step', 'Glue and Athena', `database ${catalog.database.databaseName}`, `workgroup ${catalog.workgroup.workgroupName}`),
      ],
    ],
  }
}
