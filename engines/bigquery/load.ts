import type { Output } from '../../pipeline'
import { isWindowed, rowsView } from '../sql/landing'
import type { SystemNames } from '../sql/system-names'
import { layoutText } from './ddl'
import { BIGQUERY } from './dialect'
import { quoteIdentifier } from './quote'

/** The statement that brings an output's rows into its table; run again it adds nothing. */
export function loadText(output: Output, names: SystemNames, isScheduled: boolean): string {
  const target = BIGQUERY.relation(output.into.name)
  const rows = BIGQUERY.relation(rowsView(output))
  if (!isScheduled) return `CREATE OR REPLACE TABLE ${target}${layoutText(output)} AS\nSELECT * FROM ${rows};`
  const names_ = isWindowed(output)
    ? ['windowStart', 'windowEnd', ...output.windowed.keys.map(({ name }) => name)]
    : [names.partition, names.offset]
  const same = names_.map(name => `held.${quoteIdentifier(name)} = closed.${quoteIdentifier(name)}`).join(' AND ')
  if (isWindowed(output))
    return `-- A window's row is never revised: one that is there stays.
MERGE INTO ${target} AS held
USING ${rows} AS closed
ON ${same}
WHEN NOT MATCHED THEN INSERT ROW;`
  return `-- An event gives its rows once, all of them in one statement.
INSERT INTO ${target}
SELECT * FROM ${rows} AS closed
WHERE NOT EXISTS (SELECT 1 FROM ${target} AS held WHERE ${same});`
}
