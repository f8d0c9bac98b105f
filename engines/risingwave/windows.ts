import type { Output, Windowed } from '../../pipeline'
import { DerivedColumns, numbered } from '../sql/derived'
import { written } from '../sql/expression'
import { inputsOf, notNull, writeInputs } from '../sql/inputs'
import { doubleQuoted as quote } from '../sql/quote'
import { type CommonTable, selectText } from '../sql/select'
import type { EventRelation } from '../sql/steps'
import { RISINGWAVE } from './dialect'

/** `6 seconds 500 milliseconds`. */
export function interval(milliseconds: number): string {
  const [seconds, rest] = [Math.trunc(milliseconds / 1000), milliseconds % 1000]
  return `INTERVAL '${[...(seconds === 0 && rest !== 0 ? [] : [`${seconds} seconds`]), ...(rest === 0 ? [] : [`${rest} milliseconds`])].join(' ')}'`
}

/** Epoch milliseconds of a timestamptz. */
const milliseconds = (time: string) => `CAST(ROUND(EXTRACT(EPOCH FROM ${time}) * 1000) AS BIGINT)`

/**
 * The relations of a windowed output: keys and inputs, and groups that are given once, when the watermark has passed their end.
 * https://docs.risingwave.com/processing/emit-on-window-close
 */
export function windowTables(
  output: Output & { readonly windowed: Windowed },
  events: EventRelation,
  time: string,
): readonly CommonTable[] {
  const { keys, window, aggregates } = output.windowed
  if (window.kind === 'session') throw new Error('sessions were not written: check the definition first')
  const keyed = `${output.name}_keyed`
  const derived = new DerivedColumns(RISINGWAVE, {
    from: events.name,
    columns: [...events.fields.map(({ name }) => name), ...events.carried],
    aliases: inputsOf(output.windowed).map(({ name }) => name),
  })
  const inputs = writeInputs(derived, output.windowed, quote)
  const { tables, select } = derived.finish(
    { columns: [...inputs.columns, { text: quote(time) }], where: [...inputs.guards, ...notNull(inputs.nullable)] },
    numbered(`${output.name}_derived`),
  )
  const arguments_ = [quote(keyed), quote(time), ...(window.kind === 'hopping' ? [interval(window.hopMs)] : []), interval(window.sizeMs)]
  if (window.offsetMs !== 0) arguments_.push(interval(window.offsetMs))
  const results = aggregates.map(({ name, aggregate, type }) => ({
    text: written(RISINGWAVE.aggregates[aggregate.aggregate]).write({
      aggregate,
      input: aggregate.input === null ? '*' : quote(name),
      inputType: aggregate.input?.type ?? type,
      type,
      order: [],
    }),
    alias: quote(name),
  }))
  // A row whose sum leaves int64 is left out; that of no values is null.
  const sums = aggregates
    .filter(({ aggregate, type }) => aggregate.aggregate === 'sum' && type.kind === 'int64')
    .map(({ name }) => `(SUM(${quote(name)}) IS NULL OR SUM(${quote(name)}) BETWEEN -9223372036854775808 AND 9223372036854775807)`)
  const grouped = keys.map(({ name }) => quote(name))
  return [
    ...tables,
    { name: quote(keyed), select: selectText(select) },
    {
      name: quote(`${output.name}_rows`),
      comment: 'Each group once, when the watermark has passed its end',
      select: `${selectText({
        columns: [
          { text: milliseconds('window_start'), alias: quote('windowStart') },
          { text: `${milliseconds('window_start')} + ${window.sizeMs}`, alias: quote('windowEnd') },
          ...grouped.map(text => ({ text })),
          ...results,
        ],
        from: `${window.kind === 'hopping' ? 'HOP' : 'TUMBLE'}(${arguments_.join(', ')})`,
        groupBy: [...grouped, 'window_start'],
        having: sums,
      })}\nEMIT ON WINDOW CLOSE`,
    },
  ]
}
