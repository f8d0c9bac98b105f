import type { Expression, Output, Windowed } from '../../pipeline'
import type { WindowSpecification } from '../../windowing'
import { shiftMs } from '../kafka-streams/windows'
import { parameter } from '../parameters'
import { bare, writeExpression, written } from '../sql/expression'
import { guardOf } from '../sql/guard'
import { AGGREGATES } from './aggregates'
import { isTrue } from './conditions'
import { KSQLDB, quoteIdentifier } from './dialect'
import { createStream } from './source'
import type { Statement } from './statement'
import { columnText, type EventStream, whereText, write } from './steps'

const WEEK_MS = 604_800_000

export interface WindowNames {
  /** The stream of what windows take. */
  readonly placed: string
  readonly table: string
  readonly topicParameter: string
  /** The column of the event's time. */
  readonly time: string
  /** A key where the definition has none. */
  readonly noKey: string
}

/** The statements behind the steps of a windowed output. */
export function windowStatements(
  { name, windowed }: Output & { readonly windowed: Windowed },
  events: EventStream,
  names: WindowNames,
  maxDelayMs: number,
): readonly Statement[] {
  const { keys, aggregates, window, having } = windowed
  const shift = shiftMs(window)
  const time = shift === 0 ? quoteIdentifier(names.time) : `${quoteIdentifier(names.time)} + ${shift}`
  const inputs = aggregates.flatMap(aggregate =>
    aggregate.aggregate.input === null ? [] : [{ name: aggregate.name, expression: aggregate.aggregate.input }],
  )
  const guards = [...keys, ...inputs]
    .map(({ expression }) => guardOf(KSQLDB, expression, quoteIdentifier))
    .filter(guard => guard !== undefined)
  const where = [
    ...new Set([
      ...events.where,
      ...guards,
      ...keys.filter(({ expression }) => expression.nullable).map(({ expression }) => `${write(expression)} IS NOT NULL`),
      `${time} >= 0`,
    ]),
  ]
  const columns = [
    ...keys.map(({ name: key, expression }) => columnText(key, expression)),
    ...(keys.length === 0 ? [`'' AS ${quoteIdentifier(names.noKey)}`] : []),
    ...inputs.map(({ name: input, expression }) => columnText(input, expression)),
    shift === 0 ? time : `${time} AS ${quoteIdentifier(names.time)}`,
  ]
  const placed: Statement = {
    comment: `What the windows of ${name} take. Kafka has no times before 1970.`,
    text: createStream(
      names.placed,
      [`SELECT ${columns.join(', ')}`, `FROM ${quoteIdentifier(events.name)}`, ...whereText(where)],
      [`TIMESTAMP = '${quoteIdentifier(names.time).replaceAll("'", "''")}'`],
    ),
  }
  const start = shift === 0 ? 'WINDOWSTART' : `WINDOWSTART - ${shift}`
  const toEnd = (window.kind === 'session' ? window.gapMs : 0) - shift
  const end = toEnd === 0 ? 'WINDOWEND' : `WINDOWEND ${toEnd < 0 ? '-' : '+'} ${Math.abs(toEnd)}`
  const results = new Map([
    ['windowStart', start],
    ['windowEnd', end],
    ...keys.map(({ name: key }) => [key, quoteIdentifier(key)] as const),
    ...aggregates.map(({ name: aggregate, type, aggregate: by }) => {
      const input = by.input === null ? '*' : quoteIdentifier(aggregate)
      return [
        aggregate,
        written(AGGREGATES[by.aggregate]).write({ aggregate: by, input, inputType: by.input?.type ?? type, type, order: [] }),
      ] as const
    }),
  ])
  const groupBy = keys.length === 0 ? [quoteIdentifier(names.noKey)] : keys.map(({ name: key }) => quoteIdentifier(key))
  // A key column is not part of the value: so it gets another name, and its copy the definition's.
  const keyColumns = groupBy.map((text, index) => `${text} AS ${quoteIdentifier(freeName(`key_${index + 1}`, results))}`)
  const values = [...results].map(
    ([column, text]) => `${keys.some(key => key.name === column) ? `AS_VALUE(${text})` : bare(text)} AS ${quoteIdentifier(column)}`,
  )
  const scope = (field: string) => results.get(field) ?? quoteIdentifier(field)
  const table: Statement = {
    ...(window.kind === 'session'
      ? {
          comment:
            'ksqlDB merges sessions that are exactly the gap apart, and ends them with their last event: so its gap is 1 ms shorter.',
        }
      : {}),
    text: [
      `CREATE TABLE ${quoteIdentifier(names.table)} WITH (KAFKA_TOPIC = '${parameter(names.topicParameter)}', KEY_FORMAT = 'JSON', VALUE_FORMAT = 'JSON') AS`,
      `SELECT\n${[...keyColumns, ...values].map(column => `  ${column}`).join(',\n')}`,
      `FROM ${quoteIdentifier(names.placed)}`,
      `WINDOW ${windowText(window, maxDelayMs)}`,
      `GROUP BY ${groupBy.join(', ')}`,
      ...(having === null ? [] : [`HAVING ${havingText(having, scope)}`]),
      'EMIT FINAL;',
    ].join('\n'),
  }
  return [placed, table]
}

function havingText(having: Expression, scope: (field: string) => string): string {
  const guard = guardOf(KSQLDB, having, scope)
  const condition = bare(isTrue(writeExpression(KSQLDB, having, scope)))
  return guard === undefined ? condition : `${guard} AND ${isTrue(writeExpression(KSQLDB, having, scope))}`
}

function freeName(name: string, taken: ReadonlyMap<string, string>): string {
  return taken.has(name) ? freeName(`${name}_`, taken) : name
}

/** Windows must be kept far longer than they are open: EMIT FINAL loses rows of windows that a jump of time passes by. */
function windowText(window: WindowSpecification, maxDelayMs: number): string {
  const sizeMs = window.kind === 'session' ? window.gapMs : window.sizeMs
  const retention = `RETENTION ${Math.max(WEEK_MS, 4 * (sizeMs + maxDelayMs))} MILLISECONDS, GRACE PERIOD ${maxDelayMs} MILLISECONDS`
  switch (window.kind) {
    case 'tumbling':
      return `TUMBLING (SIZE ${window.sizeMs} MILLISECONDS, ${retention})`
    case 'hopping':
      return `HOPPING (SIZE ${window.sizeMs} MILLISECONDS, ADVANCE BY ${window.hopMs} MILLISECONDS, ${retention})`
    case 'session':
      return `SESSION (${window.gapMs - 1} MILLISECONDS, ${retention})`
  }
}
