import type { Definition, Source } from '../../pipeline'
import { parameter } from '../parameters'
import { bare } from '../sql/expression'
import { backQuoted } from '../sql/quote'
import { type SelectColumn, selectText } from '../sql/select'
import { fieldValid, fieldValue, listsValid, physicalColumn } from './fields'
import { interval } from './interval'
import type { Lateness } from './lateness'
import type { JobNames } from './names'
import { withOptions } from './options'
import { FIRST_TIME_MS, LAST_TIME_MS } from './time-functions'
import { epochMs } from './time-text'
import type { Variant } from './variant'

/** The table of a topic that is there already. */
const SOURCE_TABLE = `\`${parameter('source_table')}\``

/** The source's table with its watermark, and the view of the records that are events. */
export function sourceStatements(definition: Definition, variant: Variant, names: JobNames, lateness: Lateness): readonly string[] {
  const { source } = definition
  const { system } = names
  const time = backQuoted(system.engineTime)
  const metadata =
    variant.metadata === null
      ? isCounted(definition, variant)
        ? [`${backQuoted(system.arrival)} AS PROCTIME()`]
        : []
      : [
          `${backQuoted(system.partition)} ${variant.metadata.partition}`,
          `${backQuoted(system.offset)} ${variant.metadata.offset}`,
          ...(source.maxAheadMs === null ? [] : [`${backQuoted(system.arrival)} ${variant.metadata.arrival}`]),
        ]
  const isEvent = eventConditions(source, variant, names)
  const valid = eventTime(source)
  const { shiftMs } = lateness
  const computed = `${time} AS CASE
    WHEN ${isEvent.join('\n      AND ')}
    THEN TO_TIMESTAMP_LTZ(${shiftMs === 0 ? bare(valid) : `${valid} - ${shiftMs}`}, 3)
    ELSE TO_TIMESTAMP_LTZ(${FIRST_TIME_MS - shiftMs - 1}, 3)
  END`
  const delayMs = source.maxDelayMs + lateness.extraMs
  const watermark = `WATERMARK FOR ${time} AS CASE WHEN ${time} >= TO_TIMESTAMP_LTZ(${delayMs}, 3) THEN ${time} - ${interval(delayMs)} END`
  const options = variant.source(definition)
  const why = [
    '-- A record that is no event gets a time before all others: it has no watermark, and the view below leaves it out.',
    `-- The watermark is ${lateness.extraMs} ms later than the delay of ${source.maxDelayMs} ms: ${lateness.why}.`,
    "-- There is none before 1970: Flink's windows would write their events out too late, and lose them.",
    ...(shiftMs === 0
      ? []
      : [
          `-- The time is ${shiftMs} ms earlier than the event, so that its windows need no offset, with which Flink loses events (FLINK-36664).`,
        ]),
  ].join('\n')
  const table =
    options === null
      ? `-- Run these two once.\nALTER TABLE ${SOURCE_TABLE} ADD (\n  ${[...metadata, computed].join(',\n  ')}\n);\nALTER TABLE ${SOURCE_TABLE} MODIFY ${watermark};`
      : `CREATE TABLE ${backQuoted(names.source)} (\n  ${[...source.fields.map(field => physicalColumn(field, source.format)), ...metadata, computed, watermark].join(',\n  ')}\n)${withOptions(options)};`
  return [`${why}\n${table}`, eventsView(definition, variant, names, lateness)]
}

/** Names of columns that go along with the fields, unquoted. */
export function carriedColumns(definition: Definition, variant: Variant, { system }: JobNames): readonly string[] {
  const hasPosition = variant.metadata !== null || isCounted(definition, variant)
  return [system.time, system.engineTime, ...(hasPosition ? [system.partition, system.offset] : [])]
}

/** Files give no positions: where `first` or `last` needs them, the records are counted as they are read. */
function isCounted({ outputs }: Definition, { metadata }: Variant): boolean {
  const ordered = outputs.some(({ windowed }) =>
    windowed?.aggregates.some(({ aggregate }) => aggregate.aggregate === 'first' || aggregate.aggregate === 'last'),
  )
  return metadata === null && ordered
}

function positionColumns(definition: Definition, variant: Variant, { system }: JobNames): readonly SelectColumn[] {
  const [partition, offset] = [system.partition, system.offset].map(backQuoted)
  if (variant.metadata !== null) return [{ text: partition }, { text: offset }]
  if (!isCounted(definition, variant)) return []
  const counted = `COUNT(*) OVER (ORDER BY ${backQuoted(system.arrival)} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`
  return [
    { text: 'CAST(0 AS INT)', alias: partition },
    { text: counted, alias: offset },
  ]
}

function eventsView(definition: Definition, variant: Variant, names: JobNames, { shiftMs }: Lateness): string {
  const { source } = definition
  const { system } = names
  const time = backQuoted(system.engineTime)
  const select = selectText({
    columns: [
      ...source.fields.map(field =>
        column(field.name === source.eventTime ? eventTimeOf(source, time, shiftMs) : fieldValue(field, source.format), field.name),
      ),
      column(eventTimeOf(source, time, shiftMs), system.time),
      { text: time },
      ...positionColumns(definition, variant, names),
    ],
    from: variant.source(definition) === null ? SOURCE_TABLE : backQuoted(names.source),
    where: [
      `(${time} >= TO_TIMESTAMP_LTZ(${FIRST_TIME_MS - shiftMs}, 3))`,
      ...source.fields.flatMap(field => listsValid(field, source.format)),
    ],
  })
  return `${variant.createView} ${backQuoted(names.events)} AS\n${select};`
}

function column(text: string, name: string) {
  const alias = backQuoted(name)
  return text === alias ? { text } : { text, alias }
}

function eventTime(source: Source): string {
  const field = source.fields.find(({ name }) => name === source.eventTime)
  if (field === undefined) throw new Error('the event time must be a field: validate the definition first')
  return fieldValue(field, source.format)
}

/** Epoch ms of the event time: the field itself, or read back from the time attribute, where the field's own text would be long. */
function eventTimeOf(source: Source, time: string, shiftMs: number): string {
  const own = eventTime(source)
  return own.startsWith('`') ? own : `(${epochMs(time)}${shiftMs === 0 ? '' : ` + ${shiftMs}`})`
}

function eventConditions(source: Source, variant: Variant, { system }: JobNames): readonly string[] {
  const time = eventTime(source)
  const others = source.fields.filter(({ name }) => name !== source.eventTime).map(field => fieldValid(field, source.format))
  const ahead =
    source.maxAheadMs === null || variant.metadata === null
      ? []
      : [`TO_TIMESTAMP_LTZ(${bare(time)} - ${source.maxAheadMs}, 3) <= ${backQuoted(system.arrival)}`]
  return [`${time} BETWEEN ${FIRST_TIME_MS} AND ${LAST_TIME_MS}`, ...others.filter(condition => condition !== undefined), ...ahead]
}
