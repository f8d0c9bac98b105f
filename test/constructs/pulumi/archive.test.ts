import type { ResourceTransformation } from '@pulumi/pulumi'
import { KinesisLambdaLake, type KinesisLambdaLakeArgs } from '../../../constructs/pulumi/aws'
import { serverMetrics } from '../../../examples/metrics/pipeline'
import { mocked } from './mocked'
import { outline } from './outline'

async function archived(
  archive: 'objects' | 'iceberg',
  given: Partial<KinesisLambdaLakeArgs> = {},
  watch: ResourceTransformation = () => undefined,
) {
  const { made, outputs } = await mocked(
    () => new KinesisLambdaLake('metrics', { pipeline: serverMetrics, archive, ...given }, { transformations: [watch] }),
  )
  const inputsOf = (name: string) => made.find(resource => resource.name === `metrics-${name}`)?.inputs
  return { own: made.filter(({ name }) => name.startsWith('metrics-archive')), inputsOf, plan: outputs.plan }
}

test.each(['objects', 'iceberg'] as const)('the children of an archive as %s are stable', async archive => {
  const { own, inputsOf, plan } = await archived(archive)
  expect(outline(own)).toMatchSnapshot()
  const { Statement } = JSON.parse(String(inputsOf('archive-policy')?.['policy'])) as {
    readonly Statement: readonly { readonly Sid: string }[]
  }
  expect(Statement.map(({ Sid }) => Sid)).toEqual(plan.archive?.execution.statements.map(({ sid }) => sid))
})

test('rows are appended to an Iceberg table, which Glue makes with the columns of the source', async () => {
  const { inputsOf, plan } = await archived('iceberg')
  const tableName = plan.archive?.form === 'iceberg' ? plan.archive.table.tableName : ''
  expect(inputsOf('archive')).toMatchObject({
    destination: 'iceberg',
    icebergConfiguration: {
      appendOnly: true,
      catalogArn: 'arn:aws:glue:eu-central-1:123456789012:catalog',
      destinationTableConfigurations: [{ databaseName: 'server_metrics_dev', tableName }],
      retryDuration: 7200,
      s3BackupMode: 'FailedDataOnly',
      s3Configuration: {
        compressionFormat: 'GZIP',
        errorOutputPrefix: 'archive-errors/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/',
      },
    },
  })
  expect(inputsOf('archive-table')).toMatchObject({
    name: tableName,
    openTableFormatInput: { icebergInput: { metadataOperation: 'CREATE', version: '2' } },
    storageDescriptor: {
      location: `s3://metrics-lake/archive-table/${tableName}`,
      columns: [
        { name: 'series', type: 'string' },
        { name: 'timestamp', type: 'string', comment: 'a time, sql' },
        { name: 'value', type: 'double' },
        { name: 'in_anomaly_window', type: 'boolean' },
      ],
    },
  })
  expect(inputsOf('archive-query')).toMatchObject({ database: 'server_metrics_dev', workgroup: 'server-metrics-dev' })
})

test('what commits made of the table is not undone, and in production the table stays with its database', async () => {
  const options = new Map<string, object>()
  await archived('iceberg', { environment: 'prod' }, ({ name, opts }) => {
    options.set(name, opts)
    return undefined
  })
  expect(options.get('metrics-archive-table')).toMatchObject({
    retainOnDelete: true,
    ignoreChanges: ['parameters', 'storageDescriptor', 'openTableFormatInput'],
  })
  expect(options.get('metrics-database')).toMatchObject({ retainOnDelete: true })
})

test('each child of an archive can be transformed', async () => {
  const seen: string[] = []
  const children = ['', '-table', '-query', '-role', '-policy', '-logs', '-log-stream', '-lag-alarm'].map(end => `archive${end}`)
  const transform = Object.fromEntries(
    children.map(child => [
      child,
      (inputs: object) => {
        seen.push(child)
        return inputs
      },
    ]),
  )
  await archived('iceberg', { transform })
  expect(seen.toSorted()).toEqual(children.toSorted())
})
