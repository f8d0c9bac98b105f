import { checkEngine, compile, findEngine, UnsupportedPipelineError } from '../../engines'
import {
  boolean,
  count,
  day,
  hopping,
  int64,
  list,
  optional,
  pipeline,
  record,
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
const bigquery = findEngine('bigquery')
type Definition = Parameters<typeof compile>[1]

/** The statements of a file, from the first that starts so. */
function statements(definition: Definition, path: string, start: string, variant = 'scheduled'): string {
  const file = compile(bigquery, definition, { variant }).files.find(candidate => candidate.path === path)
  const all = (file?.text ?? '').split('\n\n')
  return all.slice(all.findIndex(statement => statement.includes(start))).join('\n\n')
}

test('a tumbling window closes by the watermark of the slowest partition', () => {
  const { definition } = pipeline('minutes', readings).output(events =>
    events
      .where(reading => reading.value.gte(0))
      .groupBy('device')
      .window(tumbling('1 minute'))
      .aggregate({ readings: count(), total: sum('value') })
      .into(table('minutes', { partitionBy: [day('windowStart')] })),
  )
  expect(statements(definition, 'setup.sql', 'minutes_rows')).toMatchInlineSnapshot(`
"CREATE OR REPLACE VIEW \`\${dataset}\`.\`minutes_rows\` AS
WITH
-- Every event moves its partition's watermark: the greatest time before it, less 5000 ms
\`readings\` AS (
  SELECT
    \`at\`,
    \`device\`,
    \`value\`,
    \`at\` AS \`event_time_ms\`,
    MAX(\`at\`) OVER (PARTITION BY \`log_partition\` ORDER BY \`log_offset\` ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) - 5000 AS \`watermark_ms\`,
    \`log_partition\`,
    \`log_offset\`
  FROM \`\${dataset}\`.\`readings_decoded\`
  WHERE \`decode_problem\` IS NULL
),
\`minutes_events\` AS (
  SELECT \`device\`, \`value\`, \`event_time_ms\`, \`watermark_ms\`, \`log_partition\`, \`log_offset\`
  FROM \`readings\`
  WHERE \`value\` >= 0
),
-- Each event in those of its windows that are still open
\`minutes_placed\` AS (
  SELECT
    \`event_time_ms\` - MOD(MOD(\`event_time_ms\`, 60000) + 60000, 60000) AS \`windowStart\`,
    \`device\`,
    \`value\` AS \`total\`,
    \`event_time_ms\`,
    \`log_partition\`,
    \`log_offset\`
  FROM \`minutes_events\`
  WHERE (\`device\` IS NOT NULL)
    AND (\`watermark_ms\` IS NULL OR \`event_time_ms\` - MOD(MOD(\`event_time_ms\`, 60000) + 60000, 60000) + 60000 > \`watermark_ms\`)
),
\`minutes_windows\` AS (
  SELECT
    \`windowStart\`,
    \`windowStart\` + 60000 AS \`windowEnd\`,
    \`device\`,
    COUNT(*) AS \`readings\`,
    SAFE_CAST(SUM(CAST(\`total\` AS NUMERIC)) AS INT64) AS \`total\`
  FROM \`minutes_placed\`
  GROUP BY \`device\`, \`windowStart\`
  HAVING SAFE_CAST(SUM(CAST(\`minutes_placed\`.\`total\` AS NUMERIC)) AS INT64) IS NOT NULL OR COUNT(\`minutes_placed\`.\`total\`) = 0
),
-- A window is closed when every partition has passed its end
\`readings_closing\` AS (
  SELECT CASE WHEN COUNT(*) >= \${source_partitions} THEN MIN(\`watermark\`) END AS \`closed_before\`
  FROM (SELECT MAX(\`event_time_ms\`) - 5000 AS \`watermark\` FROM \`readings\` GROUP BY \`log_partition\`) AS \`partitions\`
)
SELECT
  TIMESTAMP_MILLIS(\`windowStart\`) AS \`windowStart\`,
  TIMESTAMP_MILLIS(\`windowEnd\`) AS \`windowEnd\`,
  \`device\`,
  \`readings\`,
  \`total\`
FROM \`minutes_windows\`
CROSS JOIN \`readings_closing\`
WHERE \`minutes_windows\`.\`windowEnd\` <= \`closed_before\` OR \${end_of_input};
"
`)
  expect(statements(definition, 'setup.sql', '`minutes` (').split('\n\n')[0]).toMatchInlineSnapshot(`
"CREATE TABLE IF NOT EXISTS \`\${dataset}\`.\`minutes\` (
  \`windowStart\` TIMESTAMP NOT NULL,
  \`windowEnd\` TIMESTAMP NOT NULL,
  \`device\` STRING NOT NULL,
  \`readings\` INT64 NOT NULL,
  \`total\` INT64
)
PARTITION BY TIMESTAMP_TRUNC(\`windowStart\`, DAY);"
`)
  expect(statements(definition, 'scheduled.sql', 'MERGE')).toMatchInlineSnapshot(`
"-- A window's row is never revised: one that is there stays.
MERGE INTO \`\${dataset}\`.\`minutes\` AS held
USING \`\${dataset}\`.\`minutes_rows\` AS closed
ON held.\`windowStart\` = closed.\`windowStart\` AND held.\`windowEnd\` = closed.\`windowEnd\` AND held.\`device\` = closed.\`device\`
WHEN NOT MATCHED THEN INSERT ROW;
"
`)
  expect(statements(definition, 'batch.sql', 'CREATE', 'batch')).toMatchInlineSnapshot(`
"CREATE OR REPLACE TABLE \`\${dataset}\`.\`minutes\`
PARTITION BY TIMESTAMP_TRUNC(\`windowStart\`, DAY) AS
SELECT * FROM \`\${dataset}\`.\`minutes_rows\`;
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
  const text = statements(definition, 'setup.sql', 'hops_rows')
  expect(text.slice(text.indexOf('`hops_placed`'), text.indexOf('`hops_windows`'))).toMatchInlineSnapshot(`
"\`hops_placed\` AS (
  SELECT
    (\`event_time_ms\` - MOD(MOD(\`event_time_ms\`, 20000) + 20000, 20000)) - \`hops\`.\`hop\` * 20000 AS \`windowStart\`,
    \`device\`,
    \`event_time_ms\`,
    \`log_partition\`,
    \`log_offset\`
  FROM \`readings\`
  CROSS JOIN (SELECT \`hop\` FROM UNNEST(GENERATE_ARRAY(0, 2)) AS \`hop\`) AS \`hops\`
  WHERE (\`device\` IS NOT NULL)
    AND (\`watermark_ms\` IS NULL OR (\`event_time_ms\` - MOD(MOD(\`event_time_ms\`, 20000) + 20000, 20000)) - \`hops\`.\`hop\` * 20000 + 60000 > \`watermark_ms\`)
),
"
`)
})

test('sessions are numbered by the distance to the event before', () => {
  const { definition } = pipeline('visits', readings).output(events =>
    events.groupBy('device').window(session('30 seconds')).aggregate({ readings: count() }).into(stream('visits')),
  )
  const text = statements(definition, 'setup.sql', 'visits_rows')
  expect(text.slice(text.indexOf('`visits_begun`'), text.indexOf('-- A window is closed'))).toMatchInlineSnapshot(`
"\`visits_begun\` AS (
  SELECT
    \`visits_placed\`.*,
    CASE WHEN \`event_time_ms\` - LAG(\`event_time_ms\`) OVER (PARTITION BY \`device\` ORDER BY \`event_time_ms\`) < 30000 THEN 0 ELSE 1 END AS \`session_begins\`
  FROM \`visits_placed\`
),
\`visits_sessions\` AS (
  SELECT
    \`visits_begun\`.*,
    SUM(\`session_begins\`) OVER (PARTITION BY \`device\` ORDER BY \`event_time_ms\`) AS \`session_number\`
  FROM \`visits_begun\`
),
\`visits_windows\` AS (
  SELECT
    MIN(\`event_time_ms\`) AS \`windowStart\`,
    MAX(\`event_time_ms\`) + 30000 AS \`windowEnd\`,
    \`device\`,
    COUNT(*) AS \`readings\`
  FROM \`visits_sessions\`
  GROUP BY \`device\`, \`session_number\`
),
"
`)
})

test('every record has its fields and the reason why it is no event', () => {
  const { definition } = pipeline('all', readings).output(events => events.into(stream('copies')))
  expect(statements(definition, 'setup.sql', 'readings_decoded').split('\n\n')[0]).toMatchInlineSnapshot(`
"CREATE OR REPLACE VIEW \`\${dataset}\`.\`readings_decoded\` AS
WITH \`records\` AS (
  SELECT
    \`log_partition\`,
    \`log_offset\`,
    \`arrival_time\`,
    \`payload\`,
    JSON_QUERY(\`payload\`, '$.at') AS \`at\`,
    TO_JSON_STRING(JSON_QUERY(SAFE.PARSE_JSON(\`payload\`, wide_number_mode => 'round'), '$.device')) AS \`device\`,
    JSON_QUERY(\`payload\`, '$.value') AS \`value\`
  FROM \`\${dataset}\`.\`readings_landing\`
),
-- Each field's value, null where the record has none of its type
\`field_values\` AS (
  SELECT
    \`log_partition\`,
    \`log_offset\`,
    \`arrival_time\`,
    \`payload\`,
    CAST(IF(FLOOR(SAFE_CAST(\`at\` AS BIGNUMERIC)) BETWEEN -62135596800000 AND 253402300799999, FLOOR(SAFE_CAST(\`at\` AS BIGNUMERIC)), NULL) AS INT64) AS \`at\`,
    IF(STARTS_WITH(\`device\`, '"'), JSON_VALUE(\`device\`, '$'), NULL) AS \`device\`,
    IF(MOD(SAFE_CAST(\`value\` AS BIGNUMERIC), 1) = 0, SAFE_CAST(SAFE_CAST(\`value\` AS BIGNUMERIC) AS INT64), NULL) AS \`value\`
  FROM \`records\`
)
SELECT
  \`log_partition\`,
  \`log_offset\`,
  \`arrival_time\`,
  \`payload\`,
  \`at\`,
  \`device\`,
  \`value\`,
  CASE
    WHEN BYTE_LENGTH(\`payload\`) > 1048576 THEN 'too-large'
    WHEN SAFE.PARSE_JSON(\`payload\`, wide_number_mode => 'round') IS NULL THEN 'malformed'
    WHEN NOT REGEXP_CONTAINS(\`payload\`, r'^[ \\t\\r\\n]*[{]') THEN 'wrong-type'
    WHEN \`at\` IS NULL THEN 'invalid-time: at'
    WHEN (\`device\` IS NULL AND JSON_QUERY(\`payload\`, '$.device') IS NOT NULL) THEN 'wrong-type: device'
    WHEN (\`value\` IS NULL AND JSON_QUERY(\`payload\`, '$.value') IS NOT NULL) THEN 'wrong-type: value'
    WHEN \`at\` > UNIX_MILLIS(\`arrival_time\`) + 300000 THEN 'time-ahead'
  END AS \`decode_problem\`
FROM \`field_values\`;"
`)
  expect(statements(definition, 'scheduled.sql', 'INSERT')).toMatchInlineSnapshot(`
"-- An event gives its rows once, all of them in one statement.
INSERT INTO \`\${dataset}\`.\`copies\`
SELECT * FROM \`\${dataset}\`.\`copies_rows\` AS closed
WHERE NOT EXISTS (SELECT 1 FROM \`\${dataset}\`.\`copies\` AS held WHERE held.\`log_partition\` = closed.\`log_partition\` AND held.\`log_offset\` = closed.\`log_offset\`);
"
`)
})

test('texts stay one literal, and names on the wire one member', () => {
  const odd = source('odd', {
    schema: { at: timestamp('epoch-ms'), name: string().named('a.b "c\'d\n') },
    eventTime: 'at',
    maxDelay: '0 seconds',
  })
  const { definition } = pipeline('odd', odd).output(events =>
    events.where(event => event.name.neq("it's `\\ ${dataset}\u0000")).into(stream('kept')),
  )
  const text = statements(definition, 'setup.sql', 'odd_decoded')
  expect(text).toContain(`'$."a.b \\u005c"c\\u0027d\\u000a"'`)
  expect(text).toContain("'it\\u0027s \\u0060\\u005c $\\u007bdataset}\\u0000'")
})

test('the most frequent values are ranked in rows of their own, and joined as a list', () => {
  const { definition } = pipeline('tops', readings).output(events =>
    events
      .groupBy('device')
      .window(session('1 minute'))
      .aggregate({ readings: count(), values: topK('value', 3) })
      .into(stream('tops')),
  )
  const text = statements(definition, 'setup.sql', 'tops_rows', 'batch')
  expect(text.slice(text.indexOf('-- How often'), text.indexOf('\n)\nSELECT'))).toMatchInlineSnapshot(`
"-- How often each value comes, and the place of the value by that
\`tops_values_counts\` AS (
  SELECT
    \`device\`,
    \`session_number\`,
    \`values\`,
    COUNT(*) AS \`value_count\`,
    ROW_NUMBER() OVER (PARTITION BY \`device\`, \`session_number\` ORDER BY COUNT(*) DESC, \`values\`) AS \`value_rank\`
  FROM \`tops_sessions\`
  WHERE \`values\` IS NOT NULL
  GROUP BY \`device\`, \`session_number\`, \`values\`
),
\`tops_values_lists\` AS (
  SELECT
    \`device\`,
    \`session_number\`,
    ARRAY_AGG(STRUCT(\`values\` AS \`value\`, \`value_count\` AS \`count\`) ORDER BY \`value_rank\`) AS \`values\`
  FROM \`tops_values_counts\`
  WHERE \`value_rank\` <= 3
  GROUP BY \`device\`, \`session_number\`
),
\`tops_windows\` AS (
  SELECT
    MIN(\`event_time_ms\`) AS \`windowStart\`,
    MAX(\`event_time_ms\`) + 60000 AS \`windowEnd\`,
    \`device\`,
    \`session_number\`,
    COUNT(*) AS \`readings\`
  FROM \`tops_sessions\`
  GROUP BY \`device\`, \`session_number\`
),
\`tops_listed\` AS (
  SELECT
    \`tops_windows\`.\`windowStart\`,
    \`tops_windows\`.\`windowEnd\`,
    \`tops_windows\`.\`device\`,
    \`tops_windows\`.\`readings\`,
    COALESCE(\`tops_values_lists\`.\`values\`, ARRAY<STRUCT<\`value\` INT64, \`count\` INT64>>[]) AS \`values\`
  FROM \`tops_windows\`
  LEFT JOIN \`tops_values_lists\` ON \`tops_values_lists\`.\`device\` = \`tops_windows\`.\`device\` AND \`tops_values_lists\`.\`session_number\` = \`tops_windows\`.\`session_number\`"
`)
})

test('lists that are null or hold nulls have three levels in tables, which hold no null arrays', () => {
  const tagged = source('tagged', {
    schema: {
      at: timestamp('epoch-ms'),
      tags: optional(list(string())),
      parts: list(record({ sizes: list(optional(int64())), name: string() })),
      plain: list(string()),
    },
    eventTime: 'at',
    maxDelay: '0 seconds',
  })
  const { definition } = pipeline('tagged', tagged).output(events => events.into(stream('copies')))
  const setup = statements(definition, 'setup.sql', 'TABLE IF NOT EXISTS `${dataset}`.`copies`')
  expect(setup.slice(0, setup.indexOf('\n);'))).toMatchInlineSnapshot(`
"CREATE TABLE IF NOT EXISTS \`\${dataset}\`.\`copies\` (
  \`at\` TIMESTAMP NOT NULL,
  \`tags\` STRUCT<\`list\` ARRAY<STRUCT<\`element\` STRING>>>,
  \`parts\` ARRAY<STRUCT<\`sizes\` STRUCT<\`list\` ARRAY<STRUCT<\`element\` INT64>>>, \`name\` STRING>>,
  \`plain\` ARRAY<STRING>,
  \`log_partition\` INT64 NOT NULL,
  \`log_offset\` INT64 NOT NULL"
`)
  expect(setup.slice(setup.lastIndexOf('\nSELECT'))).toMatchInlineSnapshot(`
"
SELECT
  TIMESTAMP_MILLIS(\`at\`) AS \`at\`,
  IF(\`tags\` IS NULL, NULL, STRUCT(ARRAY(SELECT AS STRUCT \`item_1\` AS \`element\` FROM UNNEST(\`tags\`) AS \`item_1\` WITH OFFSET AS \`at_1\` ORDER BY \`at_1\`) AS \`list\`)) AS \`tags\`,
  ARRAY(SELECT IF(\`item_1\` IS NULL, NULL, STRUCT(IF(\`item_1\`.\`sizes\` IS NULL, NULL, STRUCT(ARRAY(SELECT AS STRUCT \`item_2\` AS \`element\` FROM UNNEST(\`item_1\`.\`sizes\`) AS \`item_2\` WITH OFFSET AS \`at_2\` ORDER BY \`at_2\`) AS \`list\`)) AS \`sizes\`, \`item_1\`.\`name\` AS \`name\`)) FROM UNNEST(\`parts\`) AS \`item_1\` WITH OFFSET AS \`at_1\` ORDER BY \`at_1\`) AS \`parts\`,
  \`plain\`,
  \`log_partition\`,
  \`log_offset\`
FROM \`tagged\`;
"
`)
})

test('what BigQuery can not tell is refused with the reason and a way out', () => {
  const { definition } = pipeline('split', readings).output(events =>
    events.derive(reading => ({ part: reading.device.splitPart(reading.device, 1) })).into(stream('parts')),
  )
  expect(checkEngine(bigquery, definition).map(({ path, kind, reason, hint }) => ({ path, kind, reason, hint }))).toMatchInlineSnapshot(`
[
  {
    "hint": "use literals",
    "kind": "not-written",
    "path": "outputs[0].steps[0].fields[3].expression",
    "reason": "where the index or separator is not a literal, one that the law refuses can not be told from a missing element",
  },
]
`)
  expect(() => compile(bigquery, definition)).toThrow(UnsupportedPipelineError)
})

test('a line of CSV is read as JSON', () => {
  const cells = source('cells', {
    schema: { at: timestamp('epoch-ms'), device: optional(string()), on: boolean() },
    format: 'csv',
    eventTime: 'at',
    maxDelay: '5 seconds',
  })
  const { definition } = pipeline('cells', cells).output(events => events.into(stream('rows')))
  const text = statements(definition, 'setup.sql', 'cells_decoded')
  expect(text.slice(text.indexOf('    IF('), text.indexOf('\n  FROM `$' + '{dataset}'))).toMatchInlineSnapshot(`
"    IF(
      REGEXP_CONTAINS(\`payload\`, r'^\\x{FEFF}?(?:(?:"[^"]*(?:""[^"]*)*"|[^",\\r\\n]*),){2}(?:"[^"]*(?:""[^"]*)*"|[^",\\r\\n]*)$'),
      (
        SELECT CONCAT('{', STRING_AGG(CONCAT(['"at":', '"device":', '"on":'][OFFSET(place)], CASE
            WHEN ['number', 'text', 'boolean'][OFFSET(place)] = 'number' AND REGEXP_CONTAINS(cell, r'^-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?(?:[eE][+-]?[0-9]+)?$') THEN cell
            WHEN ['number', 'text', 'boolean'][OFFSET(place)] = 'boolean' AND cell IN ('true', 'false') THEN cell
            ELSE TO_JSON_STRING(cell)
          END), ',' ORDER BY place), '}')
        FROM (
          SELECT place, IF(STARTS_WITH(raw, '"'), REPLACE(SUBSTR(raw, 2, LENGTH(raw) - 2), '""', '"'), NULLIF(raw, '')) AS cell
          FROM UNNEST(REGEXP_EXTRACT_ALL(CONCAT(REGEXP_REPLACE(\`payload\`, r'^\\x{FEFF}', ''), ','), r'((?:"[^"]*(?:""[^"]*)*"|[^",\\r\\n]*)),')) AS raw WITH OFFSET AS place
        )
      ),
      NULL
    ) AS \`log_record\`"
`)
  expect(text).toContain("JSON_QUERY(`log_record`, '$.at') AS `at`")
  expect(text).toContain("WHEN BYTE_LENGTH(`payload`) > 1048576 THEN 'too-large'")
})
