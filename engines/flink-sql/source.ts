import type { Definition, Field, Source } from '../../pipeline'
import { parameter } from '../parameters'
import { bare } from '../sql/expression'
import { backQuoted } from '../sql/quote'
import { type SelectColumn, selectText } from '../sql/select'
import { fieldValid, fieldValue, isTextTime, listsValid, physicalColumn } from './fields'
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
  const metadata = [
    ...(variant.metadata === null
      ? []
      : [`${backQuoted(system.partition)} ${variant.metadata.partition}`, `${backQuoted(system.offset)} ${variant.metadata.offset}`]),
    ...(isCounted(definition, variant) ? [`${backQuoted(system.arrival)} AS PROCTIME()`] : []),
    ...(isLimited(source, variant) ? [`${backQuoted(system.arrival)} ${variant.arrival}`] : []),
  ]
  const { shiftMs } = lateness
  const texts = textTimes(source, names)
  const values = [...texts].map(([field, name]) => `${backQuoted(name)} AS ${bare(fieldValue(field, source.format))}`)
  const isEvent = recordConditions(source, variant, names)
  const own = eventTime(source)
  const none = `TO_TIMESTAMP_LTZ(${FIRST_TIME_MS - shiftMs - 1}, 3)`
  const valid = `TO_TIMESTAMP_LTZ(${shiftMs === 0 ? bare(own) : `${own} - ${shiftMs}`}, 3)`
  const read = isTextTime(eventField(source)) ? `COALESCE(${valid}, ${none})` : valid
  const computed = `${time} AS ${isEvent.length === 0 ? read : `CASE\n    WHEN ${isEvent.join('\n      AND ')}\n    THEN ${read}\n    ELSE ${none}\n  END`}`
  const delayMs = source.maxDelayMs + lateness.extraMs
  const moves = [`${time} >= TO_TIMESTAMP_LTZ(${delayMs}, 3)`, ...timeConditions(definition, variant, names, lateness)]
  const line = moves.length === 1 ? ' ' : '\n    '
  const watermark = `WATERMARK FOR ${time} AS CASE${line}WHEN ${moves.join('\n      AND ')}${line}THEN ${time} - ${interval(delayMs)}${moves.length === 1 ? ' ' : '\n  '}END`
  const options = variant.source(definition)
  const why = [
    '-- A record that is no event has no watermark, and the view below leaves it out. One without a time gets a time before all others.',
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
      ? `-- Run these two once.\nALTER TABLE ${SOURCE_TABLE} ADD (\n  ${[...metadata, ...values, computed].join(',\n  ')}\n);\nALTER TABLE ${SOURCE_TABLE} MODIFY ${watermark};`
      : `CREATE TABLE ${backQuoted(names.source)} (\n  ${[...source.fields.map(field => physicalColumn(field, source.format)), ...metadata, ...values, computed, watermark].join(',\n  ')}\n)${withOptions(options)};`
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

function eventsView(definition: Definition, variant: Variant, names: JobNames, lateness: Lateness): string {
  const { source } = definition
  const { shiftMs } = lateness
  const texts = textTimes(source, names)
  const textOf = (field: Field) => {
    const text = texts.get(field)
    return text === undefined ? fieldValue(field, source.format) : backQuoted(text)
  }
  const { system } = names
  const time = backQuoted(system.engineTime)
  const select = selectText({
    columns: [
      ...source.fields.map(field =>
        column(field.name === source.eventTime ? eventTimeOf(source, time, shiftMs) : textOf(field), field.name),
      ),
      column(eventTimeOf(source, time, shiftMs), system.time),
      { text: time },
      ...positionColumns(definition, variant, names),
    ],
    from: variant.source(definition) === null ? SOURCE_TABLE : backQuoted(names.source),
    where: [
      `(${time} >= TO_TIMESTAMP_LTZ(${FIRST_TIME_MS - shiftMs}, 3))`,
      ...timeConditions(definition, variant, names, lateness),
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
  return fieldValue(eventField(source), source.format, '\n    ')
}

function eventField({ fields, eventTime: name }: Source): Field {
  const field = fields.find(candidate => candidate.name === name)
  if (field === undefined) throw new Error('the event time must be a field: validate the definition first')
  return field
}

/** Epoch ms of the event time: the field itself, or read back from the time attribute, where the field's own text would be long. */
function eventTimeOf(source: Source, time: string, shiftMs: number): string {
  const own = eventTime(source)
  return own.startsWith('`') ? own : `(${epochMs(time)}${shiftMs === 0 ? '' : ` + ${shiftMs}`})`
}

/** Times that are read from texts have columns of their own, by these names; but the event's time, which is read once. */
function textTimes({ fields, eventTime: own }: Source, { system }: JobNames): ReadonlyMap<Field, string> {
  const taken = new Set([...fields.flatMap(({ name, wireName }) => [name, wireName]), ...Object.values(system)])
  const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name)
  return new Map(
    fields
      .filter(field => isTextTime(field) && field.name !== own)
      .map(field => {
        const name = free(`${field.name}_ms`)
        taken.add(name)
        return [field, name]
      }),
  )
}

/** What the columns of a record must be, so that it is an event; but for times that are read from texts. */
function recordConditions(source: Source, variant: Variant, names: JobNames): readonly string[] {
  const { fields, format } = source
  const others = fields
    .filter(field => field.name !== source.eventTime && !isTextTime(field))
    .map(field => fieldValid(field, fieldValue(field, format), format))
    .filter(condition => condition !== undefined)
  if (isTextTime(eventField(source))) return others
  const time = eventTime(source)
  const ahead = isLimited(source, variant)
    ? [`TO_TIMESTAMP_LTZ(${bare(time)} - ${source.maxAheadMs}, 3) <= ${backQuoted(names.system.arrival)}`]
    : []
  return [`${time} BETWEEN ${FIRST_TIME_MS} AND ${LAST_TIME_MS}`, ...others, ...ahead]
}

/** What times that are read from texts must be: a computed column can't be made of others, but the watermark and the view can. */
function timeConditions({ source }: Definition, variant: Variant, names: JobNames, { shiftMs }: Lateness): readonly string[] {
  const texts = [...textTimes(source, names)].map(([field, name]) => fieldValid(field, backQuoted(name), source.format))
  const others = texts.filter(text => text !== undefined)
  if (!isTextTime(eventField(source))) return others
  const time = backQuoted(names.system.engineTime)
  // Flink has no times after the last one.
  const latest = shiftMs === 0 ? [] : [`${time} <= TO_TIMESTAMP_LTZ(${LAST_TIME_MS - shiftMs}, 3)`]
  const aheadMs = (source.maxAheadMs ?? 0) - shiftMs
  const least = `${time} ${aheadMs < 0 ? '+' : '-'} ${interval(Math.abs(aheadMs))}`
  return [...others, ...latest, ...(isLimited(source, variant) ? [`${least} <= ${backQuoted(names.system.arrival)}`] : [])]
}

/** Whether events may be ahead of their arrival by so much, and something is known of the arrival. */
function isLimited({ maxAheadMs }: Source, { arrival }: Variant): boolean {
  return maxAheadMs !== null && arrival !== null
}
