import type { Windowed } from '../../pipeline'
import { bare, written } from '../sql/expression'
import { AGGREGATES, type PythonAggregate } from './aggregates'
import type { Chain } from './chain'
import { mayFail } from './fails'
import { loading } from './module'
import type { BeamNames } from './names'
import { columnName } from './python'
import { Raw, type Yaml, type YamlMap } from './yaml'

/** What differs between the places where windows run. */
export interface Watermark {
  /** Each event comes with the watermark before it, by which late ones are told apart. */
  readonly stamped: boolean
  /** Beam's watermark follows publication: times are moved by the delay, so that a window waits as long for events behind its end. */
  readonly shiftMs: number
  /** Columns that order events of one time. */
  readonly place: readonly string[]
}

export interface WrittenWindows {
  /** Refers to the late events, where they can be had. */
  readonly late?: string
}

/** Adds keys, windows, aggregates and `having` to a chain; its rows are then those of the output. */
export function addWindows(chain: Chain, windowed: Windowed, names: BeamNames, watermark: Watermark): WrittenWindows {
  const aggregates = windowed.aggregates.map(({ name, aggregate }) => {
    const writer = written(AGGREGATES[aggregate.aggregate]).write
    return { name, aggregate, python: writer(aggregate, aggregate.input?.type ?? { kind: 'int64' }) }
  })
  keyed()
  const late = watermark.stamped ? separateLate() : undefined
  placed()
  combined()
  rows()
  if (windowed.having !== null) chain.filter('having', chain.write(windowed.having), { mayFail: mayFail(windowed.having) })
  return late === undefined ? {} : { late }

  /** The keys, which must not be null, and the inputs of the aggregates as columns. */
  function keyed(): void {
    const keys = windowed.keys.map(({ name, expression }): readonly [string, Yaml] => {
      const value = expression.nullable ? chain.define(name, `key(${bare(chain.write(expression))})`) : chain.value(name, expression)
      return [columnName(name), value]
    })
    const inputs = aggregates.flatMap(({ name, aggregate, python }): readonly (readonly [string, Yaml])[] => {
      if (aggregate.input === null) return []
      if (!python.ordered) return [[columnName(name), chain.value(name, aggregate.input)]]
      const place = [names.time, ...watermark.place].map(column => `row.${column}`)
      return [[columnName(name), chain.define(name, `((${place.join(', ')}), ${bare(chain.write(aggregate.input))})`)]]
    })
    const expressions = [...windowed.keys.map(({ expression }) => expression), ...windowed.aggregates.flatMap(a => a.aggregate.input ?? [])]
    const carried = [names.time, ...(watermark.stamped ? [names.watermark] : [])].map(name => [name, name] as const)
    chain.map('keyed', Object.fromEntries([...keys, ...inputs, ...carried]), {
      mayFail: expressions.some(mayFail) || windowed.keys.some(({ expression }) => expression.nullable),
      comment: 'Keys and inputs of the aggregates',
    })
  }

  /** An event that no window takes any more is late. */
  function separateLate(): string {
    const { window } = windowed
    const time = `row.${names.time}`
    const before = `row.${names.watermark}`
    const newest =
      window.kind === 'session'
        ? `${time} < ${before}`
        : `newest_window_end(${time}, ${window.sizeMs}, ${window.kind === 'hopping' ? window.hopMs : window.sizeMs}, ${window.offsetMs}) <= ${before}`
    const by = chain.define('late', `"late" if ${before} is not None and ${newest} else "in_time"`, null)
    const name = chain.add('Partition', 'by lateness', { language: 'python', by, outputs: ['in_time', 'late'] })
    chain.last = `${name}.in_time`
    return `${name}.late`
  }

  function placed(): void {
    const { window } = windowed
    chain.add('AssignTimestamps', 'at event time', { language: 'python', timestamp: names.eventTimeFunction })
    const offset = (sizeMs: number, offsetMs: number): YamlMap => {
      const offsetIn = (((offsetMs + watermark.shiftMs) % sizeMs) + sizeMs) % sizeMs
      return offsetIn === 0 ? {} : { offset: duration(offsetIn) }
    }
    const windowing: YamlMap =
      window.kind === 'session'
        ? { type: 'sessions', gap: duration(window.gapMs) }
        : window.kind === 'tumbling'
          ? { type: 'fixed', size: duration(window.sizeMs), ...offset(window.sizeMs, window.offsetMs) }
          : { type: 'sliding', size: duration(window.sizeMs), period: duration(window.hopMs), ...offset(window.hopMs, window.offsetMs) }
    chain.add('WindowInto', 'in windows', { windowing })
    if (!watermark.stamped || window.kind !== 'hopping') return
    chain.add('ExtractWindowingInfo', 'with window end', { fields: { [names.windowEnd]: 'window_end' } })
    const open = `row.${names.watermark} is None or row.${names.windowEnd}.micros // 1000 > row.${names.watermark}`
    chain.filter('open', open, { comment: 'A late event still counts in those of its windows that are open' })
  }

  function combined(): void {
    const keys = windowed.keys.map(({ name }) => columnName(name))
    const combine = aggregates.map(({ name, aggregate, python }): readonly [string, Yaml] => [
      columnName(name),
      { value: aggregate.input === null ? names.time : columnName(name), fn: functionOf(python) },
    ])
    chain.add('Combine', 'combined', { language: 'python', group_by: keys, combine: Object.fromEntries(combine) })
  }

  function functionOf({ combine }: PythonAggregate): Yaml {
    if (typeof combine === 'string') return combine
    chain.module.need('aggregate')
    chain.module.need(combine.name)
    return { type: AGGREGATE, config: { name: combine.name, ...combine.parameters } }
  }

  function rows(): void {
    chain.add('ExtractWindowingInfo', 'with bounds', { fields: { [names.windowStart]: 'window_start', [names.windowEnd]: 'window_end' } })
    const columns: readonly (readonly [string, Yaml])[] = [
      ['windowStart', names.windowStartFunction],
      ['windowEnd', names.windowEndFunction],
      ...windowed.keys.map(({ name }) => [columnName(name), columnName(name)] as const),
      ...aggregates.map(({ name, python }) => {
        const column = columnName(name)
        return [
          column,
          python.checked === undefined ? column : chain.define(`${name}_checked`, `${python.checked}(row.${column})`),
        ] as const
      }),
    ]
    chain.map('rows', Object.fromEntries(columns), { mayFail: aggregates.some(({ python }) => python.checked !== undefined) })
  }
}

/** Loads `aggregate` of functions.py. The first use in the text has the anchor (see `pipeline-text.ts`). */
export const AGGREGATE = new Raw(JSON.stringify(loading('aggregate')))

/**
 * Seconds, which Beam YAML multiplies by a million and cuts off: half a microsecond is added where the nearest double lies below. Its unit `d` is not
 * used: it stands for twelve hours (yaml_provider.py of 2.77, `_parse_duration`).
 */
export function duration(milliseconds: number): string {
  const seconds = String(milliseconds / 1000)
  if (Math.trunc(Number(seconds) * 1_000_000) === milliseconds * 1000) return `${seconds}s`
  const more = `${(milliseconds / 1000).toFixed(3)}0005`
  return `${more}s`
}
