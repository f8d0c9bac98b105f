export const DAY_MS = 86_400_000

const FORM = /^(\d{4}-\d\d-\d\d)([Tt ])([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:([Zz])|([+-])([01]\d|2[0-3]):?([0-5]\d)?)?$/

/** Whether engines hold the time: the years 1 to 9999. */
export function isTime(milliseconds: number): boolean {
  return milliseconds >= Date.parse('0001-01-01T00:00:00.000Z') && milliseconds <= Date.parse('9999-12-31T23:59:59.999Z')
}

/** Days since 1970-01-01 of `YYYY-MM-DD`. */
export function dayOf(text: string): number | undefined {
  const milliseconds = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN
  if (Number.isNaN(milliseconds) || !isTime(milliseconds)) return undefined
  return new Date(milliseconds).toISOString().startsWith(text) ? milliseconds / DAY_MS : undefined
}

/** Epoch milliseconds of date and time, further digits cut off; without zone it is UTC. `sql` has a space between, and no zone. */
export function timeOf(text: string, form: 'iso8601' | 'sql'): number | undefined {
  const match = FORM.exec(text)
  if (match === null) return undefined
  const [, date, separator, hours, minutes, seconds, fraction = '', zulu, sign, zoneHours = '0', zoneMinutes = '0'] = match
  const days = dayOf(date)
  if ((form === 'sql') !== (separator === ' ') || (form === 'sql' && (zulu ?? sign) !== undefined) || days === undefined) return undefined
  const clock = (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3))
  const zone = (sign === '-' ? -1 : 1) * (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000
  const milliseconds = days * DAY_MS + clock - zone
  return isTime(milliseconds) ? milliseconds : undefined
}
