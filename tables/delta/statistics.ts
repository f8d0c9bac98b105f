import type { DataType, Field, RecordValue, Value } from '../../pipeline'
import { dateText, dayOf, hasCalendarText, timestampText } from '../calendar'
import { decimalText } from '../decimal-text'
import { isRecord } from '../parquet-values'
import { compareText } from '../text-order'
import { longestText, shortestText } from './text-bounds'

/** The protocol's default of `delta.dataSkippingNumIndexedCols`: leaf columns with statistics. */
const INDEXED_LEAVES = 32

/**
 * The statistics of a file as the log's JSON text: numRecords, minValues, maxValues, nullCount. Bounds are exact for
 * integers, decimals, dates and timestamps (rows hold whole milliseconds, which is what the text holds), wide for long
 * strings, and left out for bytes, lists, and doubles with a NaN.
 * Source: PROTOCOL.md, "Per-file Statistics".
 */
export function fileStatistics(fields: readonly Field[], rows: readonly RecordValue[]): string {
  const record = new RecordCollector(fields, { leaves: INDEXED_LEAVES })
  for (const row of rows) record.add(row)
  const bounds = `"minValues":${record.minimum() ?? '{}'},"maxValues":${record.maximum() ?? '{}'}`
  return `{"numRecords":${rows.length},${bounds},"nullCount":${record.nulls()}}`
}

/** Collects one column; texts are JSON. */
interface Collector {
  add(value: Value): void
  minimum(): string | undefined
  maximum(): string | undefined
  nulls(): string
}

class RecordCollector implements Collector {
  private readonly members: readonly { readonly name: string; readonly collector: Collector }[]

  constructor(fields: readonly Field[], budget: { leaves: number }) {
    const members = []
    for (const { name, type } of fields) {
      if (budget.leaves <= 0) break
      members.push({ name, collector: collectorOf(type, budget) })
    }
    this.members = members
  }

  add(value: Value): void {
    const record = isRecord(value) ? value : undefined
    for (const { name, collector } of this.members) collector.add(record?.[name] ?? null)
  }

  minimum(): string | undefined {
    return this.objectOf(collector => collector.minimum())
  }

  maximum(): string | undefined {
    return this.objectOf(collector => collector.maximum())
  }

  nulls(): string {
    return this.objectOf(collector => collector.nulls()) ?? '{}'
  }

  private objectOf(textOf: (collector: Collector) => string | undefined): string | undefined {
    const members: string[] = []
    for (const { name, collector } of this.members) {
      const text = textOf(collector)
      if (text !== undefined) members.push(`${JSON.stringify(name)}:${text}`)
    }
    return members.length === 0 ? undefined : `{${members.join(',')}}`
  }
}

class NullCollector implements Collector {
  private count = 0

  add(value: Value): void {
    if (value === null) this.count++
  }

  minimum(): string | undefined {
    return undefined
  }

  maximum(): string | undefined {
    return undefined
  }

  nulls(): string {
    return String(this.count)
  }
}

type Comparable = boolean | number | bigint | string

class BoundsCollector extends NullCollector {
  private least: Comparable | undefined
  private greatest: Comparable | undefined
  private unordered = false

  constructor(
    private readonly minimumText: (value: Comparable) => string | undefined,
    private readonly maximumText: (value: Comparable) => string | undefined,
  ) {
    super()
  }

  override add(value: Value): void {
    super.add(value)
    if (value === null || typeof value === 'object') return
    if (Number.isNaN(value)) this.unordered = true
    if (this.least === undefined || compare(value, this.least) < 0) this.least = value
    if (this.greatest === undefined || compare(value, this.greatest) > 0) this.greatest = value
  }

  override minimum(): string | undefined {
    return this.least === undefined || this.unordered ? undefined : this.minimumText(this.least)
  }

  override maximum(): string | undefined {
    return this.greatest === undefined || this.unordered ? undefined : this.maximumText(this.greatest)
  }
}

function collectorOf(type: DataType, budget: { leaves: number }): Collector {
  if (type.kind === 'record') return new RecordCollector(type.fields, budget)
  budget.leaves--
  switch (type.kind) {
    case 'string':
    case 'enum':
      return new BoundsCollector(
        value => JSON.stringify(shortestText(String(value))),
        value => jsonOf(longestText(String(value))),
      )
    case 'boolean': // the delta-rs reader takes a missing bound of a column that can be filtered for "no row matches"
    case 'int64':
      return both(String)
    case 'double':
      // Some readers order -0 before 0, so a zero as a bound must be the outer one of the two.
      return new BoundsCollector(
        value => doubleText(value === 0 ? '-0.0' : String(value)),
        value => doubleText(value === 0 ? '0.0' : String(value)),
      )
    case 'decimal':
      return both(value => decimalText(BigInt(value), type.scale))
    case 'date':
      return both(value => (hasCalendarText(Number(value)) ? JSON.stringify(dateText(Number(value))) : undefined))
    case 'timestamp':
      return both(value => (hasCalendarText(dayOf(Number(value))) ? JSON.stringify(timestampText(Number(value))) : undefined))
    default:
      return new NullCollector()
  }
}

function both(text: (value: Comparable) => string | undefined): Collector {
  return new BoundsCollector(text, text)
}

/** JSON has no infinity. */
function doubleText(text: string): string | undefined {
  return text.endsWith('Infinity') ? undefined : text
}

function jsonOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : JSON.stringify(text)
}

function compare(left: Comparable, right: Comparable): number {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right)
  return left < right ? -1 : left > right ? 1 : 0
}
