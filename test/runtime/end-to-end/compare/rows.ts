import type { Output, Value } from '../../../../pipeline'
import type { OutputRow } from '../../../../runtime'
import { accepts } from '../../../oracle'
import type { ExpectedLate, ExpectedRow } from '../expected'
import type { Entry } from '../generate/logs'
import { textOf } from '../interpreter/held'

export const shown = (value: unknown) => JSON.stringify(value, (_, held) => (typeof held === 'bigint' ? `${held}n` : held))

/** As the expectation has it: lists and records as text, without negative zero. */
function comparable(value: Value): Value {
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) return textOf(value)
  return value === 0 ? 0 : value
}

function rowDiffers(wanted: ExpectedRow, given: OutputRow, { columns }: Output): boolean {
  if (wanted.cause !== null && wanted.cause !== given.cause) return true
  if (Object.keys(given.values).join() !== columns.map(({ name }) => name).join()) return true
  return !columns.every(({ name }, index) => accepts(wanted.values[index], comparable(given.values[name])))
}

/** What is wrong with an output's rows, their order and causes; undefined if nothing is. */
export function rowsProblem(wanted: readonly ExpectedRow[], given: readonly OutputRow[], output: Output): string | undefined {
  const place = Array.from({ length: Math.max(wanted.length, given.length) }, (_, index) => index).find(
    index => wanted[index] === undefined || given[index] === undefined || rowDiffers(wanted[index], given[index], output),
  )
  if (place === undefined) return undefined
  return `row ${place} of '${output.name}' is ${shown(given[place])}, not ${shown(wanted[place])}; all: ${shown(given)}`
}

/** Compares as text, which is easily read. */
export const problemOf = (what: string, wanted: unknown, given: unknown) =>
  shown(wanted) === shown(given) ? undefined : `${what} are ${shown(given)}, not ${shown(wanted)}`

/** Bytes that can be shown. */
export const textOfBytes = (bytes: unknown) => (bytes instanceof Uint8Array ? Buffer.from(bytes).toString('latin1') : bytes)

/** What is wrong with the late rows of a partition. Positions are those of `runProduct`. */
export function lateProblem(
  wanted: readonly ExpectedLate[],
  log: readonly Entry[],
  given: readonly OutputRow[],
  name: string,
): string | undefined {
  const expected = wanted.map(({ cause, watermark }) => {
    const { time, arrivalTime, bytes } = log[cause - 1]
    const arrival = Number.isNaN(arrivalTime) ? null : arrivalTime
    return { cause, eventTime: time, watermark, position: cause, arrivalTime: arrival, record: textOfBytes(bytes) }
  })
  const actual = given.map(({ cause, values }) => ({ cause, ...values, record: textOfBytes(values['record']) }))
  return problemOf(`late rows of '${name}'`, expected, actual)
}
