import type { Definition, Output, Source } from '../../pipeline'
import { isWindowed, landingTable, rowsView } from '../sql/landing'
import { indented } from '../sql/select'
import type { SystemNames } from '../sql/system-names'
import { quoteIdentifier, textLiteral } from './quote'

const newView = (source: Source) => `${source.name}_new`
const progressTable = (source: Source) => `${source.name}_progress`

/** A stream that wakes a task, and the procedure that the task calls. */
export function taskText({ name, source, outputs }: Definition, names: SystemNames): string {
  const stream = quoteIdentifier(newView(source))
  const progress = quoteIdentifier(progressTable(source))
  const procedure = quoteIdentifier(`${name}_load`)
  const partition = quoteIdentifier(names.partition)
  const offset = quoteIdentifier(names.offset)
  const statements = [
    'BEGIN TRANSACTION;',
    ...outputs.map(output => loadText(output, names)),
    `-- Reading the stream in a DML statement is what moves it on.
INSERT INTO ${progress}
SELECT ${partition}, MAX(${offset}), CURRENT_TIMESTAMP()
FROM ${stream}
GROUP BY ${partition};`,
    'COMMIT;',
    "RETURN 'loaded';",
  ]
  return `CREATE OR REPLACE STREAM ${stream} ON TABLE ${quoteIdentifier(landingTable(source))} APPEND_ONLY = TRUE;

CREATE TABLE IF NOT EXISTS ${progress} (
  ${partition} NUMBER(10, 0) NOT NULL,
  ${offset} NUMBER(38, 0) NOT NULL,
  ${quoteIdentifier('loaded_at')} TIMESTAMP_LTZ NOT NULL
);

CREATE OR REPLACE PROCEDURE ${procedure}()
RETURNS VARCHAR
LANGUAGE SQL
AS
$$
BEGIN
${indented(statements.join('\n\n'))}
EXCEPTION
  WHEN OTHER THEN
    ROLLBACK;
    RAISE;
END;
$$;

CREATE OR REPLACE TASK ${quoteIdentifier(name)}
  WAREHOUSE = \${warehouse}
  SCHEDULE = '\${schedule}'
  WHEN SYSTEM$STREAM_HAS_DATA(${textLiteral(stream)})
AS
  CALL ${procedure}();

ALTER TASK ${quoteIdentifier(name)} RESUME;`
}

/** The statement that brings an output's rows into its table; run again it adds nothing. */
function loadText(output: Output, names: SystemNames): string {
  const target = quoteIdentifier(output.into.name)
  const rows = quoteIdentifier(rowsView(output))
  const keys = isWindowed(output)
    ? ['windowStart', 'windowEnd', ...output.windowed.keys.map(({ name }) => name)]
    : [names.partition, names.offset]
  const same = keys.map(name => `held.${quoteIdentifier(name)} = closed.${quoteIdentifier(name)}`).join(' AND ')
  const columns = [...output.columns.map(({ name }) => name), ...(isWindowed(output) ? [] : [names.partition, names.offset])]
  const values = columns.map(name => `closed.${quoteIdentifier(name)}`)
  const list = columns.map(quoteIdentifier).join(', ')
  if (isWindowed(output))
    return `-- A window's row is never revised: one that is there stays.
MERGE INTO ${target} AS held
USING ${rows} AS closed
ON ${same}
WHEN NOT MATCHED THEN INSERT (${list})
VALUES (${values.join(', ')});`
  return `-- An event gives its rows once, all of them in one statement.
INSERT INTO ${target} (${list})
SELECT ${values.join(', ')}
FROM ${rows} AS closed
WHERE NOT EXISTS (SELECT 1 FROM ${target} AS held WHERE ${same});`
}
