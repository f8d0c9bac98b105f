import type { DataType, Source } from '../../pipeline'
import { CELL, cellForm, JSON_NUMBER } from '../sql/csv'
import { singleQuoted } from '../sql/quote'

/** Macros that make JSON of cells, so that what follows reads members, whatever the format. */
export const CSV_MACROS = `-- A line of so many cells, perhaps behind a byte order mark.
CREATE OR REPLACE TEMP MACRO csv_line(cells) AS '\\x{FEFF}?' || rtrim(repeat('${CELL},', cells), ',');
-- Cells as members of JSON. An empty one without quotes is null.
CREATE OR REPLACE TEMP MACRO csv_text(cell) AS CASE WHEN cell LIKE '"%' THEN replace(cell[2:-2], '""', '"') WHEN cell <> '' THEN cell END;
CREATE OR REPLACE TEMP MACRO csv_number(cell) AS
  CASE WHEN regexp_full_match(csv_text(cell), '${JSON_NUMBER}') THEN CAST(csv_text(cell) AS JSON) ELSE to_json(csv_text(cell)) END;
-- Stays text where it can: numbers of JSON are doubles.
CREATE OR REPLACE TEMP MACRO csv_decimal(cell) AS CASE WHEN contains(lower(csv_text(cell)), 'e') THEN csv_number(cell) ELSE to_json(csv_text(cell)) END;
CREATE OR REPLACE TEMP MACRO csv_boolean(cell) AS
  CASE WHEN csv_text(cell) IN ('true', 'false') THEN CAST(csv_text(cell) AS JSON) ELSE to_json(csv_text(cell)) END;`

/** The condition under which `line` has a cell for each field. */
export function isCsvLine({ fields }: Source): string {
  return `regexp_full_match(line, csv_line(${fields.length}))`
}

/** The cells of `line`, as they stand. */
export function csvCells({ fields }: Source): string {
  const names = fields.map((_, index) => singleQuoted(`c${index + 1}`))
  return `regexp_extract(line, csv_line(${fields.length}), [${names.join(', ')}])`
}

/** The record in `cells` as JSON. */
export function csvRecord({ fields }: Source): string {
  const members = fields.map(({ wireName, type }, index) => `${singleQuoted(wireName)}, ${macroOf(type)}(cells.c${index + 1})`)
  return `json_object(${members.join(', ')})`
}

function macroOf(type: DataType): string {
  return type.kind === 'decimal' ? 'csv_decimal' : `csv_${cellForm(type)}`
}
