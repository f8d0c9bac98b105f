import { compile, findEngine } from '../../engines'
import {
  boolean,
  count,
  type Definition,
  double,
  int64,
  list,
  optional,
  pipeline,
  source,
  string,
  sum,
  table,
  timestamp,
  tumbling,
  when,
} from '../../pipeline'

const readings = source('readings', {
  schema: { at: timestamp('epoch-ms'), device: string(), x: double(), y: double(), z: optional(double()), on: boolean() },
  eventTime: 'at',
  maxDelay: '5 seconds',
})

const NESTING = ['duckdb', 'bigquery', 'snowflake', 'flink-sql', 'spark', 'stream-analytics', 'kql']
/** They refuse what may fail where it is not always evaluated. */
const STRICT: readonly string[] = ['stream-analytics', 'kql']
const DEPTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

function textOf(engine: string, definition: Definition): string {
  return compile(findEngine(engine), definition)
    .files.map(({ text }) => text)
    .join('\n')
}

/** Every depth adds about as much text as the ones before. */
function expectLinear(lengths: readonly number[]): void {
  const steps = lengths.slice(1).map((length, index) => length - lengths[index])
  expect(Math.max(...steps)).toBeLessThan(1.5 * Math.max(...steps.slice(0, 3)))
  expect((lengths[11] - lengths[5]) / (lengths[5] - lengths[2])).toBeLessThan(3)
}

/** Quotients fail by a zero, casts by what leaves int64. */
const key = (depth: number) =>
  pipeline('nested', readings).output(events =>
    events
      .groupBy(({ x, y }) => {
        let value = x.dividedBy(y)
        for (let level = 1; level < depth; level++) value = value.floor().cast(int64()).dividedBy(y)
        return { key: value.round().cast(int64()) }
      })
      .window(tumbling('1 minute'))
      .aggregate({ readings: count(), total: sum('z') })
      .into(table('ratios')),
  ).definition

/** Each quotient stands where it is not always evaluated, inside of the branch of the one before. */
const branches = (depth: number) =>
  pipeline('nested', readings).output(events =>
    events
      .derive(({ x, y, z, on }) => {
        let value = z.dividedBy(y)
        for (let level = 1; level < depth; level++) value = when(on).then(value.dividedBy(x)).otherwise(level)
        return { ratio: value }
      })
      .into(table('ratios')),
  ).definition

test.each(NESTING)('%s: text grows with the depth of what may fail, not with its power', engine => {
  expectLinear(DEPTHS.map(depth => textOf(engine, key(depth)).length))
})

test.each(NESTING.filter(engine => !STRICT.includes(engine)))('%s: nor does it where not all is evaluated', engine => {
  expectLinear(DEPTHS.map(depth => textOf(engine, branches(depth)).length))
})

/** The SELECTs of the only output. */
function outputText(definition: Definition): string {
  return textOf('duckdb', definition).split('\n\n').slice(3).join('\n\n')
}

test('a column is called by what it becomes or what it is there for, and never as one that is there', () => {
  const taken = source('taken', {
    schema: { at: timestamp('epoch-ms'), Ratio_Divide: double(), ratio: double(), y: double() },
    eventTime: 'at',
    maxDelay: '5 seconds',
  })
  const { definition } = pipeline('names', taken).output(events =>
    events.derive(row => ({ ratio: row.ratio.dividedBy(row.y).times(row.y).dividedBy(row.y) })).into(table('names')),
  )
  expect(outputText(definition)).toMatchInlineSnapshot(`
"CREATE OR REPLACE TABLE "names" AS
WITH
-- Expressions that are used more than once; null where they fail
"names_events" AS (
  SELECT
    *,
    CASE WHEN isfinite((CASE WHEN isfinite("ratio" / "y") THEN "ratio" / "y" END) * "y") THEN (CASE WHEN isfinite("ratio" / "y") THEN "ratio" / "y" END) * "y" END AS "ratio_multiply"
  FROM "taken"
),
"names_events_2" AS (
  SELECT *, CASE WHEN isfinite("ratio_multiply" / "y") THEN "ratio_multiply" / "y" END AS "ratio_2"
  FROM "names_events"
),
"names_events_3" AS (
  SELECT
    "at",
    "Ratio_Divide",
    "ratio_2" AS "ratio",
    "y",
    "event_time_ms",
    "watermark_ms",
    "log_partition",
    "log_offset"
  FROM "names_events_2"
  WHERE "ratio_2" IS NOT NULL
)
SELECT make_timestamp_ms("at") AS "at", "Ratio_Divide", "ratio", "y"
FROM "names_events_3"
ORDER BY "log_partition", "log_offset";
"
`)
})

test('only the guard says whether an event is left out: what is not evaluated is null', () => {
  const { definition } = pipeline('lazy', readings).output(events =>
    events
      .derive(({ x, y, on }) => ({ ratio: when(on).then(x.dividedBy(y).times(3)).otherwise(0) }))
      .select('ratio')
      .into(table('lazy')),
  )
  expect(outputText(definition)).toMatchInlineSnapshot(`
"CREATE OR REPLACE TABLE "lazy" AS
WITH
-- Expressions that are used more than once; null where they fail
"lazy_events" AS (
  SELECT
    *,
    CASE WHEN isfinite((CASE WHEN isfinite("x" / "y") THEN "x" / "y" END) * CAST('3' AS DOUBLE)) THEN (CASE WHEN isfinite("x" / "y") THEN "x" / "y" END) * CAST('3' AS DOUBLE) END AS "ratio_multiply"
  FROM "readings"
),
"lazy_events_2" AS (
  SELECT
    CASE WHEN "on" THEN "ratio_multiply" ELSE CAST('0' AS DOUBLE) END AS "ratio",
    "event_time_ms",
    "watermark_ms",
    "log_partition",
    "log_offset"
  FROM "lazy_events"
  WHERE CASE WHEN "on" THEN "ratio_multiply" IS NOT NULL ELSE TRUE END
),
"lazy_events_3" AS (
  SELECT "ratio", "event_time_ms", "watermark_ms", "log_partition", "log_offset"
  FROM "lazy_events_2"
)
SELECT "ratio"
FROM "lazy_events_3"
ORDER BY "log_partition", "log_offset";
"
`)
})

test('behind a join there is a SELECT for what needs its columns twice', () => {
  const lists = source('lists', {
    schema: { at: timestamp('epoch-ms'), values: list(double()), y: double() },
    eventTime: 'at',
    maxDelay: '5 seconds',
  })
  const { definition } = pipeline('joined', lists).output(events =>
    events
      .explode('values', 'value')
      .derive(({ value, y }) => ({ ratio: value.dividedBy(y).times(3) }))
      .select('ratio')
      .into(table('joined')),
  )
  expect(outputText(definition)).toMatchInlineSnapshot(`
"CREATE OR REPLACE TABLE "joined" AS
WITH "joined_events" AS (
  SELECT
    "lists"."at" AS "at",
    "lists"."values" AS "values",
    "lists"."y" AS "y",
    "value_list"."value" AS "value",
    "lists"."event_time_ms" AS "event_time_ms",
    "lists"."watermark_ms" AS "watermark_ms",
    "lists"."log_partition" AS "log_partition",
    "lists"."log_offset" AS "log_offset"
  FROM "lists"
  CROSS JOIN UNNEST("lists"."values") AS "value_list"("value")
),
-- Expressions that are used more than once; null where they fail
"joined_events_2" AS (
  SELECT
    *,
    CASE WHEN isfinite((CASE WHEN isfinite("value" / "y") THEN "value" / "y" END) * CAST('3' AS DOUBLE)) THEN (CASE WHEN isfinite("value" / "y") THEN "value" / "y" END) * CAST('3' AS DOUBLE) END AS "ratio"
  FROM "joined_events"
),
"joined_events_3" AS (
  SELECT "ratio", "event_time_ms", "watermark_ms", "log_partition", "log_offset"
  FROM "joined_events_2"
  WHERE "ratio" IS NOT NULL
),
"joined_events_4" AS (
  SELECT "ratio", "event_time_ms", "watermark_ms", "log_partition", "log_offset"
  FROM "joined_events_3"
)
SELECT "ratio"
FROM "joined_events_4"
ORDER BY "log_partition", "log_offset";
"
`)
})

test('short texts are repeated, and what is used once gets no column', () => {
  const { definition } = pipeline('short', readings).output(events =>
    events
      .where(({ x, y }) => x.times(y).plus(1).lt(10))
      .select(({ x }) => ({ half: x.dividedBy(2).floor() }))
      .into(table('short')),
  )
  expect(outputText(definition)).toMatchInlineSnapshot(`
"CREATE OR REPLACE TABLE "short" AS
WITH
-- Expressions that are used more than once; null where they fail
"short_events" AS (
  SELECT
    *,
    CASE WHEN isfinite((CASE WHEN isfinite("x" * "y") THEN "x" * "y" END) + CAST('1' AS DOUBLE)) THEN (CASE WHEN isfinite("x" * "y") THEN "x" * "y" END) + CAST('1' AS DOUBLE) END AS "condition_add"
  FROM "readings"
),
"short_events_2" AS (
  SELECT
    floor("x" / CAST('2' AS DOUBLE)) AS "half",
    "event_time_ms",
    "watermark_ms",
    "log_partition",
    "log_offset"
  FROM "short_events"
  WHERE ("condition_add" IS NOT NULL)
    AND ("condition_add" < CAST('10' AS DOUBLE))
)
SELECT "half"
FROM "short_events_2"
ORDER BY "log_partition", "log_offset";
"
`)
})
