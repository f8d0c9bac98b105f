import { InvalidPipelineError, shown } from './errors'

/** Milliseconds, or a text such as `'10 seconds'`, `'1 minute'`, `'250 ms'`, `'2 h'`, `'1.5 hours'`, `'PT10S'`, `'P1DT12H'`. */
export type Duration = number | string

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  milliseconds: 1,
  s: 1000,
  second: 1000,
  seconds: 1000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
}
const WORDS = /^(\d{1,15}(?:\.\d{1,9})?)\s*([a-z]+)$/
const ISO = /^P(?:(\d{1,9})W|(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12}(?:\.\d{1,9})?)S)?)?)$/

/** Whole milliseconds of a duration; undefined where it is not one. Months and years have no fixed length and are none. */
export function parseDuration(duration: unknown): number | undefined {
  if (typeof duration === 'number') return Number.isSafeInteger(duration) && duration >= 0 ? duration : undefined
  if (typeof duration !== 'string' || duration.length > 64) return undefined
  return parseWords(duration.trim().toLowerCase()) ?? parseIso(duration.trim())
}

/** Like `parseDuration`, for places where a definition is built. Throws `InvalidPipelineError` that names the place. */
export function durationMs(duration: Duration, path: string): number {
  const milliseconds = parseDuration(duration)
  if (milliseconds !== undefined) return milliseconds
  const allowed = "whole milliseconds from 0, or a text such as '10 seconds', '1 minute', '250 ms', '2 h', 'PT10S'"
  throw new InvalidPipelineError([{ code: 'wrong-value', path, message: 'not a duration', got: shown(duration), allowed }])
}

/** The largest unit that divides it: `90 seconds`, `1 minute`, `250 ms`. */
export function durationText(milliseconds: number): string {
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
  ] as const
  for (const [unit, size] of units) {
    if (milliseconds === 0 || milliseconds % size !== 0) continue
    const count = milliseconds / size
    return `${count} ${unit}${count === 1 ? '' : 's'}`
  }
  return `${milliseconds} ms`
}

function parseWords(text: string): number | undefined {
  const match = WORDS.exec(text)
  if (match === null) return undefined
  const [, amount = '', unit = ''] = match
  return Object.hasOwn(UNITS, unit) ? whole(Number(amount) * UNITS[unit]) : undefined
}

function parseIso(text: string): number | undefined {
  const match = ISO.exec(text)
  if (match === null || text === 'P' || text.endsWith('T')) return undefined
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map(part => Number(part ?? 0))
  return whole(weeks * 604_800_000 + days * 86_400_000 + hours * 3_600_000 + minutes * 60_000 + seconds * 1000)
}

/** Fractions of a unit are binary doubles: what is within a millionth of a millisecond of a whole one is that one. */
function whole(milliseconds: number): number | undefined {
  const rounded = Math.round(milliseconds)
  return Math.abs(milliseconds - rounded) < 1e-6 && Number.isSafeInteger(rounded) ? rounded : undefined
}
