import { singleQuoted } from '../sql/quote'

const DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}'
const CLOCK = '[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?'
const HOUR = '([01][0-9]|2[0-3])'
const MINUTE = '([0-5][0-9])'

/** The form of a wire's texts, and whether they may have an offset. */
export const TIME_FORMS = {
  iso8601: { pattern: `^${DATE}[Tt]${CLOCK}([Zz]|[+-]${HOUR}(:?${MINUTE})?)?$`, hasOffset: true },
  sql: { pattern: `^${DATE} ${CLOCK}$`, hasOffset: false },
  /** What `cast` takes; seconds may be left out. */
  zoned: { pattern: `^${DATE}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-]${HOUR}:${MINUTE})$`, hasOffset: true },
} as const

/**
 * Epoch ms of a text; null where it is none. With `lineStart` each of its parts begins with that. Flink's own readers of zoned texts take a `Z` alone, and its times before 1970 are not exact: so the parts are read one by one.
 */
export function timeOfText(text: string, form: keyof typeof TIME_FORMS, lineStart?: string): string {
  const { pattern, hasOffset } = TIME_FORMS[form]
  const clock =
    form === 'zoned'
      ? `CASE WHEN SUBSTRING(${text}, 17, 1) = ':' THEN SUBSTRING(${text}, 12, 8) ELSE SUBSTRING(${text}, 12, 5) || ':00' END`
      : `SUBSTRING(${text}, 12, 8)`
  const seconds = `EXTRACT(EPOCH FROM TRY_CAST(SUBSTRING(${text}, 1, 10) || ' ' || ${clock} AS TIMESTAMP(0)))`
  const fraction = `CAST(RPAD(COALESCE(REGEXP_EXTRACT(${text}, '[.]([0-9]{1,3})', 1), '0'), 3, '0') AS BIGINT)`
  const parts = [`THEN ${seconds} * 1000`, `  + ${fraction}`, ...(hasOffset ? offset(text) : [])]
  // A cast to a timestamp takes 30 February for the 28th or 29th; one to a date does not.
  const isDay = `TRY_CAST(SUBSTRING(${text}, 1, 10) AS DATE) IS NOT NULL`
  const lines = [`WHEN REGEXP(${text}, ${singleQuoted(pattern)})`, `  AND ${isDay}`, ...parts]
  if (lineStart === undefined) return `(CASE ${lines.map(line => line.trimStart()).join(' ')} END)`
  return `(CASE${lines.map(line => `${lineStart}  ${line}`).join('')}${lineStart}END)`
}

/** What the offset takes away: nothing where there is none. */
function offset(text: string): readonly string[] {
  const part = (pattern: string) => `COALESCE(REGEXP_EXTRACT(${text}, '${pattern}', 1), '')`
  const hours = part('([+-][0-9]{2})(:?[0-9]{2})?$')
  const minutes = `${part('([+-])[0-9]{2}:?[0-9]{2}$')} || ${part('[+-][0-9]{2}:?([0-9]{2})$')}`
  const number = (digits: string) => `COALESCE(TRY_CAST(${digits} AS BIGINT), 0)`
  return [`  - ${number(hours)} * 3600000`, `  - ${number(minutes)} * 60000`]
}

/** Epoch ms of a timestamp: EXTRACT cuts both parts toward zero, so that their sum is right before 1970, too. */
export function epochMs(time: string): string {
  return `EXTRACT(EPOCH FROM ${time}) * 1000 + EXTRACT(MILLISECOND FROM ${time})`
}
