import type { Definition, Field, Output, Source, Windowed } from '../../pipeline'
import { type BatchDialect, writeWindows } from './batch'
import { type CommonTable, type SelectColumn, selectText, withTables } from './select'
import { neededFields, type WrittenSteps, writeSteps } from './steps'
import type { SystemNames } from './system-names'

/**
 * A dialect of a warehouse: records land in a table as they are, each with its partition, its position there and its arrival; everything else is
 * queries over that table, so that the result is a function of the log.
 */
export interface LandingDialect extends BatchDialect {
  /** What is read once from each record, beside the columns of the landing table: `TRY_PARSE_JSON(payload) AS record`, or each member as it stands. */
  recordColumns(source: Source, names: SystemNames): readonly SelectColumn[]
  /** A line of CSV as JSON, from the column that holds it; null where it is none of the schema. Needed where the engine reads CSV. */
  csvRecord?(source: Source, line: string): string
  /** How many bytes of UTF-8 a text has. */
  byteLength(text: string): string
  /** Conditions under which the record is no object at all, with their codes, in the order of the law. */
  recordProblems(names: SystemNames): readonly RecordProblem[]
  /** The value of a member, from the columns that are read once; null where it is missing, null or no value of the type. */
  memberValue(field: Field, names: SystemNames): string
  /** True where the member is not what the schema asks for, from its value and the columns of the landing table. */
  memberProblem(field: Field, value: string, names: SystemNames): string
  /** Epoch milliseconds of a column of the engine's timestamp type. */
  epochOf(column: string): string
  /** A value of the output's table. */
  outputValue(column: string, field: Field): string
  /** A table or view of the deployment, by its unquoted name. */
  relation(name: string): string
}

export interface RecordProblem {
  readonly condition: string
  /** As in the runtime's dead letters: `malformed`. */
  readonly code: string
}

/** Names of what is deployed for a source or an output, unquoted. */
export const landingTable = (source: Source) => `${source.name}_landing`
export const decodedView = (source: Source) => `${source.name}_decoded`
export const deadLettersView = (source: Source) => `${source.name}_dead_letters`
export const rowsView = (output: Output) => `${output.into.name}_rows`
/** The relation of the events. Where a field has its name, GoogleSQL would take the field for a whole row. */
const eventsName = ({ name, fields }: Source) =>
  fields.some(field => field.name.toLowerCase() === name.toLowerCase()) ? `${name}_source` : name
const closingName = (source: Source) => `${source.name}_closing`

export function isWindowed(output: Output): output is Output & { readonly windowed: Windowed } {
  return output.windowed !== null
}

/** Every record with its fields, and why it is no event. */
export function decodedSelect(dialect: LandingDialect, source: Source, names: SystemNames): string {
  const quote = (name: string) => dialect.quoteIdentifier(name)
  const landed = [names.partition, names.offset, names.arrival, names.payload].map(name => ({ text: quote(name) }))
  const csv = source.format === 'csv' ? dialect.csvRecord?.(source, quote(names.payload)) : undefined
  const landing = dialect.relation(landingTable(source))
  const lines: CommonTable = {
    name: quote('lines'),
    comment: 'Lines of CSV as JSON',
    select: selectText({ columns: [...landed, { text: csv ?? '', alias: quote(names.record) }], from: landing }),
  }
  const json = csv === undefined ? names : { ...names, payload: names.record }
  const carried = csv === undefined ? landed : [...landed, { text: quote(names.record) }]
  const fields = source.fields.map(field => ({ text: dialect.memberValue(field, json), alias: quote(field.name) }))
  const read: CommonTable = {
    name: quote('records'),
    select: selectText({
      columns: [...carried, ...dialect.recordColumns(source, json)],
      from: csv === undefined ? landing : lines.name,
    }),
  }
  const values: CommonTable = {
    name: quote('field_values'),
    comment: "Each field's value, null where the record has none of its type",
    select: selectText({ columns: [...carried, ...fields], from: quote('records') }),
  }
  const problems = [
    { condition: `${dialect.byteLength(quote(names.payload))} > ${source.maxRecordBytes}`, code: 'too-large' },
    ...dialect.recordProblems(json),
    ...source.fields.map(field => ({
      condition: dialect.memberProblem(field, quote(field.name), json),
      code: `${field.name === source.eventTime ? 'invalid-time' : 'wrong-type'}: ${field.wireName}`,
    })),
    ...(source.maxAheadMs === null
      ? []
      : [
          {
            condition: `${quote(source.eventTime)} > ${dialect.epochOf(quote(names.arrival))} + ${source.maxAheadMs}`,
            code: 'time-ahead',
          },
        ]),
  ]
  const text = { kind: 'string' } as const
  const cases = problems.map(({ condition, code }) => `    WHEN ${condition} THEN ${dialect.literal(code, text)}`)
  const columns = [...landed, ...source.fields.map(({ name }) => ({ text: quote(name) }))]
  return withTables(
    csv === undefined ? [read, values] : [lines, read, values],
    selectText({
      columns: [...columns, { text: `CASE\n${cases.join('\n')}\n  END`, alias: quote(names.problem) }],
      from: quote('field_values'),
    }),
  )
}

/** The records that are no events, with the reason. */
export function deadLettersSelect(dialect: LandingDialect, source: Source, names: SystemNames): string {
  const quote = (name: string) => dialect.quoteIdentifier(name)
  const columns = [names.partition, names.offset, names.arrival, names.problem, names.payload].map(name => ({ text: quote(name) }))
  return selectText({ columns, from: dialect.relation(decodedView(source)), where: [`${quote(names.problem)} IS NOT NULL`] })
}

export interface RowsOptions {
  /** Undefined: the log is complete, so that all windows close. Else they close by the watermark. */
  readonly open?: OpenInput
  /** Whether rows without windows carry partition and offset, by which they are known again. */
  readonly positions: boolean
}

export interface OpenInput {
  /** A condition that is true when the log is complete. */
  readonly endOfInput: string
  /** How many partitions the log has: one without a record yet has no watermark, so that no window closes. */
  readonly partitions: string
}

/** The rows of an output, complete: no other relation than the decoded view is read. */
export function rowsSelect(
  dialect: LandingDialect,
  { source }: Definition,
  output: Output,
  names: SystemNames,
  { open, positions }: RowsOptions,
): string {
  const quote = (name: string) => dialect.quoteIdentifier(name)
  const tables: CommonTable[] = [eventsTable(dialect, source, names)]
  const steps = stepsOf(dialect, source, output, names)
  tables.push(...steps.tables)
  const columns = output.columns.map(field => outputColumn(dialect, field))
  if (!isWindowed(output)) {
    const carried = positions ? [names.partition, names.offset].map(name => ({ text: quote(name) })) : []
    return withTables(tables, selectText({ columns: [...columns, ...carried], from: quote(steps.events.name) }))
  }
  const windows = writeWindows(dialect, output, steps.events, names)
  tables.push(...windows.tables)
  if (open === undefined) return withTables(tables, selectText({ columns, from: quote(windows.rows) }))
  tables.push(closingTable(dialect, source, names, open.partitions))
  // Behind the names of the rows' relation the output's own columns of the same names don't hide the integers.
  const end = `${quote(windows.rows)}.${quote('windowEnd')}`
  return withTables(
    tables,
    selectText({
      columns,
      from: quote(windows.rows),
      joins: [`CROSS JOIN ${quote(closingName(source))}`],
      where: [`(${end} <= ${quote('closed_before')} OR ${open.endOfInput})`],
    }),
  )
}

function stepsOf(dialect: LandingDialect, source: Source, output: Output, names: SystemNames): WrittenSteps {
  const carried = [names.time, names.watermark, names.partition, names.offset]
  return writeSteps(
    dialect,
    output.steps,
    { name: eventsName(source), fields: source.fields, carried },
    neededFields(output),
    index => `${output.name}_events${index === 0 ? '' : `_${index + 1}`}`,
  )
}

/** The source's events, each with its partition's watermark before it. */
function eventsTable(dialect: LandingDialect, source: Source, names: SystemNames): CommonTable {
  const quote = (name: string) => dialect.quoteIdentifier(name)
  const time = quote(source.eventTime)
  const before = `OVER (PARTITION BY ${quote(names.partition)} ORDER BY ${quote(names.offset)} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`
  return {
    name: quote(eventsName(source)),
    comment: `Every event moves its partition's watermark: the greatest time before it, less ${source.maxDelayMs} ms`,
    select: selectText({
      columns: [
        ...source.fields.map(({ name }) => ({ text: quote(name) })),
        { text: time, alias: quote(names.time) },
        { text: `MAX(${time}) ${before} - ${source.maxDelayMs}`, alias: quote(names.watermark) },
        ...[names.partition, names.offset].map(name => ({ text: quote(name) })),
      ],
      from: dialect.relation(decodedView(source)),
      where: [`${quote(names.problem)} IS NULL`],
    }),
  }
}

/** One row: windows up to this end are closed in every partition. */
function closingTable(dialect: LandingDialect, source: Source, names: SystemNames, count: string): CommonTable {
  const quote = (name: string) => dialect.quoteIdentifier(name)
  const partitions = selectText({
    columns: [{ text: `MAX(${quote(names.time)}) - ${source.maxDelayMs}`, alias: quote('watermark') }],
    from: quote(eventsName(source)),
    groupBy: [quote(names.partition)],
  }).replaceAll('\n', ' ')
  return {
    name: quote(closingName(source)),
    comment: 'A window is closed when every partition has passed its end',
    select: selectText({
      columns: [{ text: `CASE WHEN COUNT(*) >= ${count} THEN MIN(${quote('watermark')}) END`, alias: quote('closed_before') }],
      from: `(${partitions}) AS ${quote('partitions')}`,
    }),
  }
}

function outputColumn(dialect: LandingDialect, field: Field): SelectColumn {
  const column = dialect.quoteIdentifier(field.name)
  const text = dialect.outputValue(column, field)
  return text === column ? { text } : { text, alias: column }
}
