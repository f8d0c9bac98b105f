import type { Source } from '../../pipeline'
import { doubleQuoted } from '../sql/quote'
import { selectText, withTables } from '../sql/select'
import type { SystemNames } from '../sql/system-names'
import { csvCells, csvRecord, isCsvLine } from './csv'
import { memberValid, memberValue } from './json-fields'

/** A character that can't stand in JSON unescaped, and stands in no CSV: lines come whole. */
const NEVER_IN_JSON = 'chr(31)'

/**
 * The events of files of lines, each file a partition: decoded by the schema, and stamped with their partition's watermark before them. Records
 * that don't decode are left out; `deadLetters` has them.
 */
export function sourceText(source: Source, names: SystemNames): string {
  const isCsv = source.format === 'csv'
  const record = doubleQuoted(names.payload)
  const fields = source.fields.map(field => ({ text: memberValue(record, field), alias: doubleQuoted(field.name) }))
  const carried = [names.partition, names.offset].map(name => ({ text: doubleQuoted(name) }))
  const lines = `read_csv('\${source_files}', columns = {'line': 'VARCHAR'}, auto_detect = false, header = false, delim = ${NEVER_IN_JSON},
  quote = '', escape = '', new_line = '\\n', max_line_size = ${source.maxRecordBytes + 2}, ignore_errors = true, filename = true)`
  const read = selectText({
    columns: [
      isCsv ? { text: csvCells(source), alias: 'cells' } : { text: 'TRY_CAST(line AS JSON)', alias: record },
      { text: 'filename', alias: doubleQuoted(names.partition) },
      { text: 'row_number() OVER ()', alias: doubleQuoted(names.offset) },
    ],
    from: lines,
    where: isCsv ? [isCsvLine(source)] : [],
  })
  const members = selectText({ columns: [{ text: csvRecord(source), alias: record }, ...carried], from: doubleQuoted('lines') })
  const decoded = selectText({
    columns: [{ text: record }, ...fields, ...carried],
    from: doubleQuoted('records'),
    where: [`json_type(${record}) = 'OBJECT'`],
  })
  const time = doubleQuoted(source.eventTime)
  const before = `OVER (PARTITION BY ${doubleQuoted(names.partition)} ORDER BY ${doubleQuoted(names.offset)} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`
  const stamped = selectText({
    columns: [
      ...source.fields.map(({ name }) => ({ text: doubleQuoted(name) })),
      { text: time, alias: doubleQuoted(names.time) },
      { text: `max(${time}) ${before} - ${source.maxDelayMs}`, alias: doubleQuoted(names.watermark) },
      ...carried,
    ],
    from: doubleQuoted('decoded'),
    where: source.fields.map(field => memberValid(record, field, doubleQuoted(field.name))),
  })
  return withTables(
    [
      ...(isCsv ? [{ name: doubleQuoted('lines'), select: read }] : []),
      { name: doubleQuoted('records'), select: isCsv ? members : read },
      { name: doubleQuoted('decoded'), select: decoded },
    ],
    stamped,
  )
}
