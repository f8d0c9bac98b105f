import { checkEngine, compile, findEngine, UnsupportedPipelineError } from '../../engines'
import {
  count,
  day,
  decimal,
  double,
  hopping,
  int64,
  list,
  optional,
  pipeline,
  session,
  source,
  stream,
  string,
  sum,
  table,
  timestamp,
  topK,
  tumbling,
} from '../../pipeline'

const readings = source('readings', {
  schema: { at: timestamp('epoch-ms'), device: optional(string()), value: optional(int64()) },
  eventTime: 'at',
  maxDelay: '5 seconds',
})
const snowflake = findEngine('snowflake')
type Definition = Parameters<typeof compile>[1]

/** The script from the first statement that holds `start`. */
function statements(definition: Definition, start: string, variant = 'dynamic-table'): readonly string[] {
  const [file] = compile(snowflake, definition, { variant }).files
  const all = file.text.split('\n\n')
  return all.slice(all.findIndex(statement => statement.includes(start)))
}

/** A part of the only output's text. */
function between(definition: Definition, start: string, end: string): string {
  const text = statements(definition, 'DYNAMIC TABLE').join('\n\n')
  return text.slice(text.indexOf(start), text.indexOf(end))
}

test('a tumbling window is a dynamic table that only grows', () => {
  const { definition } = pipeline('minutes', readings).output(events =>
    events
      .where(reading => reading.value.gte(0))
      .groupBy('device')
      .window(tumbling('1 minute'))
      .aggregate({ readings: count(), total: sum('value') })
      .into(table('minutes', { partitionBy: [day('windowStart')] })),
  )
  expect(statements(definition, 'DYNAMIC TABLE').join('\n\n')).toMatchInlineSnapshot(`
"CREATE OR REPLACE DYNAMIC TABLE "minutes"
TARGET_LAG = '\${target_lag}'
WAREHOUSE = \${warehouse}
REFRESH_MODE = AUTO
INITIALIZE = ON_CREATE
CLUSTER BY (DATE_TRUNC('DAY', "windowStart"))
AS
WITH
-- Every event moves its partition's watermark: the greatest time before it, less 5000 ms
"readings" AS (
  SELECT
    "at",
    "device",
    "value",
    "at" AS "event_time_ms",
    MAX("at") OVER (PARTITION BY "log_partition" ORDER BY "log_offset" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) - 5000 AS "watermark_ms",
    "log_partition",
    "log_offset"
  FROM "readings_decoded"
  WHERE "decode_problem" IS NULL
),
"minutes_events" AS (
  SELECT "device", "value", "event_time_ms", "watermark_ms", "log_partition", "log_offset"
  FROM "readings"
  WHERE "value" >= 0
),
-- Each event in those of its windows that are still open
"minutes_placed" AS (
  SELECT
    "event_time_ms" - MOD(MOD("event_time_ms", 60000) + 60000, 60000) AS "windowStart",
    "device",
    "value" AS "total",
    "event_time_ms",
    "log_partition",
    "log_offset"
  FROM "minutes_events"
  WHERE ("device" IS NOT NULL)
    AND ("watermark_ms" IS NULL OR "event_time_ms" - MOD(MOD("event_time_ms", 60000) + 60000, 60000) + 60000 > "watermark_ms")
),
"minutes_windows" AS (
  SELECT
    "windowStart",
    "windowStart" + 60000 AS "windowEnd",
    "device",
    COUNT(*) AS "readings",
    CAST(CASE WHEN SUM(CAST("total" AS NUMBER(38, 0))) BETWEEN -9223372036854775808 AND 9223372036854775807 THEN SUM(CAST("total" AS NUMBER(38, 0))) END AS NUMBER(38, 0)) AS "total"
  FROM "minutes_placed"
  GROUP BY "device", "windowStart"
  HAVING CAST(CASE WHEN SUM(CAST("minutes_placed"."total" AS NUMBER(38, 0))) BETWEEN -9223372036854775808 AND 9223372036854775807 THEN SUM(CAST("minutes_placed"."total" AS NUMBER(38, 0))) END AS NUMBER(38, 0)) IS NOT NULL OR COUNT("minutes_placed"."total") = 0
),
-- A window is closed when every partition has passed its end
"readings_closing" AS (
  SELECT CASE WHEN COUNT(*) >= \${source_partitions} THEN MIN("watermark") END AS "closed_before"
  FROM (SELECT MAX("event_time_ms") - 5000 AS "watermark" FROM "readings" GROUP BY "log_partition") AS "partitions"
)
SELECT
  TO_TIMESTAMP_NTZ("windowStart", 3) AS "windowStart",
  TO_TIMESTAMP_NTZ("windowEnd", 3) AS "windowEnd",
  "device",
  "readings",
  "total"
FROM "minutes_windows"
CROSS JOIN "readings_closing"
WHERE "minutes_windows"."windowEnd" <= "closed_before" OR \${end_of_input};
"
`)
})

test('an event is joined with the numbers of its hopping windows', () => {
  const { definition } = pipeline('hops', readings).output(events =>
    events
      .groupBy('device')
      .window(hopping('1 minute', { every: '20 seconds' }))
      .aggregate({ readings: count() })
      .into(stream('hops')),
  )
  expect(between(definition, '"hops_placed"', '"hops_windows"')).toMatchInlineSnapshot(`
""hops_placed" AS (
  SELECT
    ("event_time_ms" - MOD(MOD("event_time_ms", 20000) + 20000, 20000)) - "hops"."hop" * 20000 AS "windowStart",
    "device",
    "event_time_ms",
    "log_partition",
    "log_offset"
  FROM "readings"
  CROSS JOIN (VALUES (0), (1), (2)) AS "hops"("hop")
  WHERE ("device" IS NOT NULL)
    AND ("watermark_ms" IS NULL OR ("event_time_ms" - MOD(MOD("event_time_ms", 20000) + 20000, 20000)) - "hops"."hop" * 20000 + 60000 > "watermark_ms")
),
"
`)
})

test('sessions are numbered by the distance to the event before', () => {
  const { definition } = pipeline('visits', readings).output(events =>
    events.groupBy('device').window(session('30 seconds')).aggregate({ readings: count() }).into(stream('visits')),
  )
  expect(between(definition, '"visits_begun"', '-- A window is closed')).toMatchInlineSnapshot(`
""visits_begun" AS (
  SELECT
    "visits_placed".*,
    CASE WHEN "event_time_ms" - LAG("event_time_ms") OVER (PARTITION BY "device" ORDER BY "event_time_ms") < 30000 THEN 0 ELSE 1 END AS "session_begins"
  FROM "visits_placed"
),
"visits_sessions" AS (
  SELECT
    "visits_begun".*,
    SUM("session_begins") OVER (PARTITION BY "device" ORDER BY "event_time_ms") AS "session_number"
  FROM "visits_begun"
),
"visits_windows" AS (
  SELECT
    MIN("event_time_ms") AS "windowStart",
    MAX("event_time_ms") + 30000 AS "windowEnd",
    "device",
    COUNT(*) AS "readings"
  FROM "visits_sessions"
  GROUP BY "device", "session_number"
),
"
`)
})

test('the most frequent values are ranked in rows of their own, and joined as a list', () => {
  const { definition } = pipeline('tops', readings).output(events =>
    events
      .groupBy()
      .window(tumbling('1 minute'))
      .aggregate({ values: topK('value', 3) })
      .into(stream('tops')),
  )
  expect(between(definition, '-- How often', '\n-- A window is closed')).toMatchInlineSnapshot(`
"-- How often each value comes, and the place of the value by that
"tops_values_counts" AS (
  SELECT
    "windowStart",
    "values",
    COUNT(*) AS "value_count",
    ROW_NUMBER() OVER (PARTITION BY "windowStart" ORDER BY COUNT(*) DESC, "values") AS "value_rank"
  FROM "tops_placed"
  WHERE "values" IS NOT NULL
  GROUP BY "windowStart", "values"
),
"tops_values_lists" AS (
  SELECT
    "windowStart",
    ARRAY_AGG(OBJECT_CONSTRUCT('value', "values", 'count', "value_count")) WITHIN GROUP (ORDER BY "value_rank") AS "values"
  FROM "tops_values_counts"
  WHERE "value_rank" <= 3
  GROUP BY "windowStart"
),
"tops_windows" AS (
  SELECT "windowStart", "windowStart" + 60000 AS "windowEnd"
  FROM "tops_placed"
  GROUP BY "windowStart"
),
"tops_listed" AS (
  SELECT
    "tops_windows"."windowStart",
    "tops_windows"."windowEnd",
    COALESCE("tops_values_lists"."values", ARRAY_CONSTRUCT()) AS "values"
  FROM "tops_windows"
  LEFT JOIN "tops_values_lists" ON "tops_values_lists"."windowStart" = "tops_windows"."windowStart"
),"
`)
})

test('a task merges what has closed, and moves its stream on', () => {
  const { definition } = pipeline('both', readings)
    .output(events => events.groupBy('device').window(tumbling('1 minute')).aggregate({ readings: count() }).into(stream('minutes')))
    .output(events => events.into(stream('copies')))
  expect(statements(definition, 'CREATE OR REPLACE STREAM', 'task').join('\n\n')).toMatchInlineSnapshot(`
"CREATE OR REPLACE STREAM "readings_new" ON TABLE "readings_landing" APPEND_ONLY = TRUE;

CREATE TABLE IF NOT EXISTS "readings_progress" (
  "log_partition" NUMBER(10, 0) NOT NULL,
  "log_offset" NUMBER(38, 0) NOT NULL,
  "loaded_at" TIMESTAMP_LTZ NOT NULL
);

CREATE OR REPLACE PROCEDURE "both_load"()
RETURNS VARCHAR
LANGUAGE SQL
AS
$$
BEGIN
  BEGIN TRANSACTION;

  -- A window's row is never revised: one that is there stays.
  MERGE INTO "minutes" AS held
  USING "minutes_rows" AS closed
  ON held."windowStart" = closed."windowStart" AND held."windowEnd" = closed."windowEnd" AND held."device" = closed."device"
  WHEN NOT MATCHED THEN INSERT ("windowStart", "windowEnd", "device", "readings")
  VALUES (closed."windowStart", closed."windowEnd", closed."device", closed."readings");

  -- An event gives its rows once, all of them in one statement.
  INSERT INTO "copies" ("at", "device", "value", "log_partition", "log_offset")
  SELECT closed."at", closed."device", closed."value", closed."log_partition", closed."log_offset"
  FROM "copies_rows" AS closed
  WHERE NOT EXISTS (SELECT 1 FROM "copies" AS held WHERE held."log_partition" = closed."log_partition" AND held."log_offset" = closed."log_offset");

  -- Reading the stream in a DML statement is what moves it on.
  INSERT INTO "readings_progress"
  SELECT "log_partition", MAX("log_offset"), CURRENT_TIMESTAMP()
  FROM "readings_new"
  GROUP BY "log_partition";

  COMMIT;

  RETURN 'loaded';
EXCEPTION
  WHEN OTHER THEN
    ROLLBACK;
    RAISE;
END;
$$;

CREATE OR REPLACE TASK "both"
  WAREHOUSE = \${warehouse}
  SCHEDULE = '\${schedule}'
  WHEN SYSTEM$STREAM_HAS_DATA('"readings_new"')
AS
  CALL "both_load"();

ALTER TASK "both" RESUME;
"
`)
})

test('every record has its fields and the reason why it is no event', () => {
  const { definition } = pipeline('all', readings).output(events => events.into(stream('copies')))
  expect(statements(definition, 'readings_decoded')[0]).toMatchInlineSnapshot(`
"CREATE OR REPLACE VIEW "readings_decoded" AS
WITH "records" AS (
  SELECT "log_partition", "log_offset", "arrival_time", "payload", TRY_PARSE_JSON("payload") AS "record"
  FROM "readings_landing"
),
-- Each field's value, null where the record has none of its type
"field_values" AS (
  SELECT
    "log_partition",
    "log_offset",
    "arrival_time",
    "payload",
    CAST(CASE WHEN FLOOR(TRY_TO_NUMBER(TO_JSON("record"['at']), 38, 9)) BETWEEN -62135596800000 AND 253402300799999 THEN FLOOR(TRY_TO_NUMBER(TO_JSON("record"['at']), 38, 9)) END AS NUMBER(38, 0)) AS "at",
    CASE WHEN STARTSWITH(TO_JSON("record"['device']), '"') THEN CAST("record"['device'] AS VARCHAR) END AS "device",
    CASE WHEN TRY_TO_NUMBER(TO_JSON("record"['value']), 38, 18) = TRUNC(TRY_TO_NUMBER(TO_JSON("record"['value']), 38, 18)) THEN CAST(CASE WHEN TRY_TO_NUMBER(TO_JSON("record"['value']), 38, 18) BETWEEN -9223372036854775808 AND 9223372036854775807 THEN TRY_TO_NUMBER(TO_JSON("record"['value']), 38, 18) END AS NUMBER(38, 0)) END AS "value"
  FROM "records"
)
SELECT
  "log_partition",
  "log_offset",
  "arrival_time",
  "payload",
  "at",
  "device",
  "value",
  CASE
    WHEN LENGTH(TO_BINARY("payload", 'UTF-8')) > 1048576 THEN 'too-large'
    WHEN CONTAINS("payload", '\\\\u') AND NOT REGEXP_LIKE("payload", '([^\\\\\\\\]|\\\\\\\\[^u]|\\\\\\\\u[^dD]|\\\\\\\\u[dD][0-7]|\\\\\\\\u[dD][89abAB]..\\\\\\\\u[dD][c-fC-F])*') THEN 'lone-surrogate'
    WHEN TRY_PARSE_JSON("payload") IS NULL THEN 'malformed'
    WHEN NOT STARTSWITH(TO_JSON(TRY_PARSE_JSON("payload")), '{') THEN 'wrong-type'
    WHEN "at" IS NULL THEN 'invalid-time: at'
    WHEN ("device" IS NULL AND COALESCE(TO_JSON(TRY_PARSE_JSON("payload")['device']), 'null') <> 'null') THEN 'wrong-type: device'
    WHEN ("value" IS NULL AND COALESCE(TO_JSON(TRY_PARSE_JSON("payload")['value']), 'null') <> 'null') THEN 'wrong-type: value'
    WHEN "at" > DATE_PART(EPOCH_MILLISECOND, "arrival_time") + 300000 THEN 'time-ahead'
  END AS "decode_problem"
FROM "field_values";"
`)
})

test('texts stay one literal, and names on the wire one member', () => {
  const odd = source('odd', {
    schema: { at: timestamp('epoch-ms'), name: string().named('a.b "c\'d\n') },
    eventTime: 'at',
    maxDelay: '0 seconds',
  })
  const { definition } = pipeline('odd', odd).output(events =>
    events.where(event => event.name.neq("it's \\ ${warehouse} $$")).into(stream('kept')),
  )
  const text = statements(definition, 'odd_decoded').join('\n\n')
  expect(text).toContain(`"record"['a.b "c\\u0027d\\u000a']`)
  expect(text).toContain("'it\\u0027s \\u005c $\\u007bwarehouse} $\\u0024'")
})

test('a list is read whole or not at all', () => {
  const tagged = source('tagged', {
    schema: { at: timestamp('epoch-ms'), tags: optional(list(string())) },
    eventTime: 'at',
    maxDelay: '0 seconds',
  })
  const { definition } = pipeline('tagged', tagged).output(events => events.into(stream('copies')))
  const lines = statements(definition, 'tagged_decoded')[0].split('\n')
  expect(lines.filter(text => text.includes('tags')).join('\n')).toMatchInlineSnapshot(`
"    CASE WHEN STARTSWITH(TO_JSON("record"['tags']), '[') AND ARRAY_SIZE(FILTER(CAST("record"['tags'] AS ARRAY), item -> (CASE WHEN STARTSWITH(TO_JSON(item), '"') THEN CAST(item AS VARCHAR) END) IS NULL)) = 0 THEN TRANSFORM(CAST("record"['tags'] AS ARRAY), item -> CASE WHEN STARTSWITH(TO_JSON(item), '"') THEN CAST(item AS VARCHAR) END) END AS "tags"
  "tags",
    WHEN ("tags" IS NULL AND COALESCE(TO_JSON(TRY_PARSE_JSON("payload")['tags']), 'null') <> 'null') THEN 'wrong-type: tags'"
`)
})

test('what Snowflake can not give exactly is refused with the reason and a way out', () => {
  const prices = source('prices', {
    schema: { at: timestamp('epoch-ms'), price: decimal(12, 8), factor: decimal(12, 8), limit: double() },
    eventTime: 'at',
    maxDelay: '0 seconds',
  })
  const { definition } = pipeline('prices', prices).output(events =>
    events
      .where(price => price.price.lt(price.limit))
      .derive(price => ({ product: price.price.times(price.factor) }))
      .into(stream('products')),
  )
  expect(checkEngine(snowflake, definition).map(({ path, kind, reason, hint }) => ({ path, kind, reason, hint }))).toMatchInlineSnapshot(`
[
  {
    "hint": "cast one side to the type of the other",
    "kind": "not-yet",
    "path": "outputs[0].steps[0].condition",
    "reason": "Snowflake can not give the exact digits of a double, to compare them with a decimal",
  },
  {
    "hint": "cast the factors to fewer digits",
    "kind": "never",
    "path": "outputs[0].steps[1].fields[4].expression",
    "reason": "Snowflake rounds a product to 12 digits behind the point",
  },
]
`)
  expect(() => compile(snowflake, definition)).toThrow(UnsupportedPipelineError)
})
