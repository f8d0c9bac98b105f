import { runInNewContext } from 'node:vm'
import { AsaError, type AsaValue, DateTime } from './values'

interface Script {
  init(): void
  accumulate(value: unknown, timestamp: Date): void
  computeResult(): unknown
}

/**
 * An aggregate in JavaScript over the values of a group, in their order. Types by
 * https://learn.microsoft.com/azure/stream-analytics/stream-analytics-javascript-user-defined-functions: a bigint is a Number there, exact up to 2^53.
 */
export function runScript(script: string, values: readonly (readonly [value: AsaValue, timeMs: number])[]): AsaValue {
  const aggregate: Script = runInNewContext(`${script}\nnew main()`)
  aggregate.init()
  for (const [value, timeMs] of values) aggregate.accumulate(toScript(value), new Date(timeMs))
  return fromScript(aggregate.computeResult())
}

function toScript(value: AsaValue): unknown {
  if (typeof value === 'bigint') {
    if (!Number.isSafeInteger(Number(value))) throw new AsaError('a bigint beyond 2^53 loses digits in JavaScript')
    return Number(value)
  }
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  throw new AsaError(
    value instanceof DateTime ? 'the model gives no datetimes to scripts' : 'the model gives scripts texts and numbers alone',
  )
}

function fromScript(value: unknown): AsaValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value
  if (Array.isArray(value)) return value.map(fromScript)
  if (typeof value === 'object') return new Map(Object.entries(value).map(([name, member]) => [name, fromScript(member)]))
  throw new AsaError(`a script gave a ${typeof value}`)
}
