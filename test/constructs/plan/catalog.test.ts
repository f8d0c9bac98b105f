import { planKinesisLambdaLake } from '../../../constructs/plan'
import {
  boolean,
  bytes,
  count,
  date,
  day,
  decimal,
  double,
  enumeration,
  hour,
  int64,
  list,
  month,
  optional,
  pipeline,
  record,
  source,
  string,
  table,
  timestamp,
  topK,
  tumbling,
} from '../../../index'

const events = source('events', {
  schema: {
    at: timestamp(),
    paidAt: optional(timestamp()),
    Country: enumeration('de', 'fr'),
    kind: enumeration('a/b', 'c'),
    isNew: boolean(),
    user: string(),
    price: decimal(10, 2),
    weight: double(),
    bornOn: date(),
    key: bytes(),
    tags: list(string()),
    place: record({ Latitude: double(), floors: list(int64()) }),
  },
  eventTime: 'at',
  partitionKey: 'user',
  maxDelay: '1 minute',
})

const { catalog } = planKinesisLambdaLake(
  pipeline('my-events', events)
    .output(each => each.into(table('All-Events', { partitionBy: [month('at'), 'Country', 'isNew'] })))
    .output(each => each.into(table('by_paid', { partitionBy: [day('paidAt')] })))
    .output(each => each.into(table('by_kind', { partitionBy: ['kind'] })))
    .output(each =>
      each
        .groupBy('user')
        .window(tumbling('1 hour'))
        .aggregate({ events: count(), top: topK('Country', 2) })
        .into(table('hourly', { partitionBy: [hour('windowStart')] })),
    ).definition,
  { firstDay: '2024-02-03', generation: 3 },
)

const tableNamed = (name: string) => catalog.tables.find(({ tableName }) => tableName === name)

test('types are written as Hive reads them, names in lower case', () => {
  expect(tableNamed('all_events')?.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'at timestamp',
    'paidat timestamp',
    'country string',
    'kind string',
    'isnew boolean',
    'user string',
    'price decimal(10,2)',
    'weight double',
    'bornon date',
    'key binary',
    'tags array<string>',
    'place struct<latitude:double,floors:array<bigint>>',
    'at_month string',
  ])
  expect(tableNamed('hourly')?.columns.map(({ type }) => type)).toContain('array<struct<value:string,count:bigint>>')
})

test('a Delta table is known as one', () => {
  expect(tableNamed('hourly')).toMatchObject({
    child: 'table-hourly-3',
    tableType: 'EXTERNAL_TABLE',
    parameters: { 'spark.sql.sources.provider': 'delta', EXTERNAL: 'TRUE' },
    partitionKeys: [],
    location: { join: ['s3://', { ref: 'lake-3', attribute: 'name' }, '/tables/hourly/'] },
  })
})

test('partitions are projected by folders as the lake writes them', () => {
  expect(tableNamed('all_events_parquet')).toMatchObject({
    partitionKeys: [
      { name: 'at_month', type: 'string' },
      { name: 'country', type: 'string' },
      { name: 'isnew', type: 'string' },
    ],
    parameters: {
      'projection.enabled': 'true',
      'projection.at_month.type': 'date',
      'projection.at_month.format': 'yyyy-MM',
      'projection.at_month.range': '2024-02,NOW+1DAYS',
      'projection.at_month.interval.unit': 'MONTHS',
      'projection.country.type': 'enum',
      'projection.country.values': 'de,fr',
      'storage.location.template': {
        join: [
          's3://',
          { ref: 'lake-3', attribute: 'name' },
          `/tables/All-Events/at_month=$\{at_month}/Country=$\{country}/isNew=$\{isnew}/`,
        ],
      },
    },
  })
  expect(tableNamed('all_events_parquet')?.columns.map(({ name }) => name)).not.toContain('country')
  expect(tableNamed('hourly_parquet')?.parameters).toMatchObject({
    'projection.windowstart_hour.format': "yyyy-MM-dd'T'HH",
    'projection.windowstart_hour.range': '2024-02-03T00,NOW+1DAYS',
  })
})

test('what cannot be projected has a Delta table alone: nulls, values that are escaped in folders, no partitions', () => {
  expect(catalog.tables.map(({ tableName }) => tableName)).toEqual([
    'all_events',
    'all_events_parquet',
    'by_paid',
    'by_kind',
    'hourly',
    'hourly_parquet',
  ])
})

test('queries read the newest windows', () => {
  expect(catalog.queries.find(({ child }) => child === 'query-hourly-3')?.sql).toBe(
    'SELECT "windowstart", "windowend", "user", "events", "top"\nFROM "my_events_dev_3"."hourly"\nORDER BY "windowstart" DESC\nLIMIT 100',
  )
})
