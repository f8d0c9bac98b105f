import type { Source } from '../../pipeline'
import { CELL, cellForm, JSON_NUMBER } from '../sql/csv'
import { pattern, textLiteral } from './quote'

/** Within a group of their own, so that the cells are the only ones. */
const withoutGroups = (expression: string) => expression.replaceAll(/\((?![?])/g, '(?:')

/** A line of CSV as JSON; null where it has other cells than the fields. An empty cell without quotes is null. */
export function csvRecord({ fields }: Source, line: string): string {
  const cell = withoutGroups(CELL)
  const names = fields.map(({ wireName }) => textLiteral(`${JSON.stringify(wireName)}:`))
  const forms = fields.map(({ type }) => textLiteral(cellForm(type)))
  return `IF(
    REGEXP_CONTAINS(${line}, ${pattern(`^\\x{FEFF}?(?:${cell},){${fields.length - 1}}${cell}$`)}),
    (
      SELECT CONCAT('{', STRING_AGG(CONCAT([${names.join(', ')}][OFFSET(place)], CASE
          WHEN [${forms.join(', ')}][OFFSET(place)] = 'number' AND REGEXP_CONTAINS(cell, ${pattern(`^${withoutGroups(JSON_NUMBER)}$`)}) THEN cell
          WHEN [${forms.join(', ')}][OFFSET(place)] = 'boolean' AND cell IN ('true', 'false') THEN cell
          ELSE TO_JSON_STRING(cell)
        END), ',' ORDER BY place), '}')
      FROM (
        SELECT place, IF(STARTS_WITH(raw, '"'), REPLACE(SUBSTR(raw, 2, LENGTH(raw) - 2), '""', '"'), NULLIF(raw, '')) AS cell
        FROM UNNEST(REGEXP_EXTRACT_ALL(CONCAT(REGEXP_REPLACE(${line}, ${pattern('^\\x{FEFF}')}, ''), ','), ${pattern(`(${cell}),`)})) AS raw WITH OFFSET AS place
      )
    ),
    NULL
  )`
}
