import { graphOfPlan, type IcebergArchivePlan, type KinesisLambdaLakeSettings, planKinesisLambdaLake } from '../../../constructs/plan'
import { postActivity } from '../../../examples/posts/pipeline'
import {
  bytes,
  date,
  decimal,
  double,
  enumeration,
  InvalidPipelineError,
  int64,
  list,
  optional,
  pipeline,
  record,
  type Schema,
  source,
  string,
  table,
  timestamp,
} from '../../../index'
import { childrenOf, referencesIn } from './children'

const definitionOf = (schema: Schema, format: 'json' | 'csv' = 'json') =>
  pipeline(
    'shop',
    source('order-lines', { format, schema: { at: timestamp('epoch-ms'), ...schema }, eventTime: 'at', maxDelay: '1 minute' }),
  ).output(events => events.into(table('orders'))).definition

const planOf = (schema: Schema, settings: KinesisLambdaLakeSettings = {}) => planKinesisLambdaLake(definitionOf(schema), settings)

function icebergOf(schema: Schema, settings: KinesisLambdaLakeSettings = {}): IcebergArchivePlan {
  const { archive } = planOf(schema, { ...settings, archive: 'iceberg' })
  if (archive?.form !== 'iceberg') throw new Error('an Iceberg archive was expected')
  return archive
}

function issuesOf(plan: () => unknown): readonly (readonly [path: string, got: string | undefined])[] {
  try {
    plan()
  } catch (error) {
    if (error instanceof InvalidPipelineError) return error.issues.map(({ path, got }) => [path, got])
    throw error
  }
  return []
}

test('without the setting there is no archive, and nothing is paid for it', () => {
  expect(planOf({}).archive).toBeNull()
  expect(issuesOf(() => planOf({}, { archive: true as never }))).toEqual([['settings.archive', 'true']])
})

test('columns are called as the members on the wire, and have the types by which Firehose reads them', () => {
  const { table: made } = icebergOf({
    seen: timestamp(),
    sold: timestamp('sql'),
    paid: timestamp('epoch-us'),
    day: date(),
    price: decimal(12, 2),
    weight: optional(double()),
    count: int64().named('n'),
    kind: enumeration('a', 'b'),
    photo: bytes(),
    tags: list(string()),
    parts: list(record({ name: string(), made: timestamp('epoch-s') })),
  })
  expect(made.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'at bigint',
    'seen string',
    'sold string',
    'paid timestamp',
    'day date',
    'price decimal(12,2)',
    'weight double',
    'n bigint',
    'kind string',
    'photo binary',
    'tags array<string>',
    'parts array<struct<name:string,made:bigint>>',
  ])
})

test('the query reads times as times', () => {
  const { query, table: made } = icebergOf({ seen: timestamp(), sold: timestamp('sql'), paid: timestamp('epoch-us'), shop: string() })
  expect(query.sql).toBe(
    [
      '-- Firehose delivers at least once: an event may be there twice',
      'SELECT from_unixtime_nanos("at" * 1000000) AS "at", from_iso8601_timestamp("seen") AS "seen", CAST("sold" AS timestamp) AS "sold", "paid", "shop"',
      `FROM "shop_dev"."${made.tableName}"`,
      'LIMIT 100',
    ].join('\n'),
  )
})

test('other columns are another table: Iceberg would not know of them', () => {
  const names = [icebergOf({ a: string() }), icebergOf({ a: string() }, { eventsPerSecond: 5 }), icebergOf({ a: int64() })].map(
    ({ table: { tableName } }) => tableName,
  )
  expect(names[0]).toMatch(/^order_lines_archive_[0-9a-f]{8}$/)
  expect(names[1]).toBe(names[0])
  expect(names[2]).not.toBe(names[0])
})

test('all that Firehose can not put into an Iceberg table is refused at once, together with wrong settings', () => {
  const schema = { createdAt: string(), lines: list(list(record({ ok: string(), price: string().named('unit price') }))) }
  expect(issuesOf(() => planOf(schema, { archive: 'iceberg', publishMinutes: 0 }))).toEqual([
    ['settings.publishMinutes', '0'],
    ['source.fields[1].wireName', '"createdAt"'],
    ['source.fields[2].type.fields[1].wireName', '"unit price"'],
  ])
  expect(issuesOf(() => planKinesisLambdaLake(definitionOf({ Kind: string() }, 'csv'), { archive: 'iceberg' }))).toEqual([
    ['source.format', 'csv'],
    ['source.fields[1].wireName', '"Kind"'],
  ])
  expect(issuesOf(() => planKinesisLambdaLake(postActivity.definition, { archive: 'objects' }))).toEqual([])
})

test('the role of an Iceberg archive may write below the table, commit to that table, and no more', () => {
  const { execution, table: made } = icebergOf({})
  expect(execution.statements.map(({ sid, actions }) => `${sid}: ${actions.join(' ')}`)).toEqual([
    'ReadEvents: kinesis:DescribeStream kinesis:GetRecords kinesis:GetShardIterator kinesis:ListShards',
    'FindLake: s3:GetBucketLocation s3:ListBucket s3:ListBucketMultipartUploads',
    'WriteTable: s3:AbortMultipartUpload s3:GetObject s3:PutObject s3:DeleteObject',
    'WriteErrors: s3:AbortMultipartUpload s3:GetObject s3:PutObject',
    'CommitToTable: glue:GetDatabase glue:GetTable glue:UpdateTable',
    'UseKey: kms:Decrypt kms:GenerateDataKey',
    'WriteLogs: logs:CreateLogStream logs:PutLogEvents',
  ])
  const written = execution.statements.find(({ sid }) => sid === 'WriteTable')
  expect(written?.resources).toEqual([{ of: 'lake', suffix: `/archive-table/${made.tableName}/*` }])
})

test('a key of the stream that is there already may be used, too', () => {
  const keyArn = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'
  const existing = { arn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders', keyArn }
  for (const archive of ['objects', 'iceberg'] as const) {
    const { execution } = planOf({}, { archive, stream: { existing } }).archive ?? {}
    expect(execution?.statements.find(({ sid }) => sid === 'UseKeyOfEvents')).toMatchObject({ resources: [{ arn: keyArn }] })
  }
})

test('objects of an archive go in time, files of a table never by their age', () => {
  const prefixes = (archive: 'objects' | 'iceberg') =>
    planOf({}, { archive, retention: { archiveDays: 7 } }).buckets.flatMap(({ lifecycle }) =>
      lifecycle.filter(({ prefix }) => prefix.startsWith('archive')).map(({ prefix, expirationDays }) => `${prefix} ${expirationDays}`),
    )
  expect(prefixes('objects')).toEqual(['archive/ 7', 'archive-errors/ 7'])
  expect(prefixes('iceberg')).toEqual(['archive-errors/ 7'])
})

test('in production the table stays, and so does the database, with which it would go', () => {
  const removals = (settings: KinesisLambdaLakeSettings) => {
    const plan = planOf({}, { archive: 'iceberg', ...settings })
    return [plan.catalog.database.removal, plan.archive?.form === 'iceberg' && plan.archive.table.removal]
  }
  expect(removals({})).toEqual(['destroy', 'destroy'])
  expect(removals({ environment: 'prod' })).toEqual(['retain', 'retain'])
  expect(planOf({}, { archive: 'objects', environment: 'prod' }).catalog.database.removal).toBe('destroy')
})

test.each(['objects', 'iceberg'] as const)('children and references of an archive as %s fit, also in another generation', archive => {
  for (const generation of [1, 2]) {
    const plan = planOf({}, { archive, generation })
    const children = childrenOf(plan)
    expect(new Set(children).size).toBe(children.length)
    expect([...referencesIn(plan)].filter(name => !children.includes(name))).toEqual([])
    expect(children.filter(name => name.includes('archive')).toSorted()).toMatchSnapshot()
  }
})

test('the picture shows where events go', () => {
  const last = (archive: 'objects' | 'iceberg') => graphOfPlan(planOf({}, { archive })).chains.at(-1)
  expect(last('objects')?.map(({ title }) => title)).toEqual(['Firehose: archive', 'S3: archive/'])
  expect(last('iceberg')?.map(({ title }) => title)).toEqual(['Firehose: archive', 'S3: archive-table/'])
})
