/** Prefixes of the lake bucket. */
export const PREFIX = { tables: 'tables/', late: 'late/', deadLetters: 'dead-letters/', staged: 'staged/', state: 'state/' } as const

/** `pk` of what has one in a pipeline. */
export const OUTBOX = 'outbox'
export const PUBLISH = 'publish'
export const PIPELINE = 'pipeline'
export const TICKS = 'ticks'
export const statePk = (partition: string) => `state/${partition}`
/** A message of a source that delivers without order. */
export const seenPk = (id: string) => `seen/${id}`

const LONGEST = 80

/** A name as a part of an object's key, for those who look into the bucket; never what tells two things apart. */
export function readableName(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, LONGEST) || '-'
}

/** Sorts as the number does. */
export const padded = (value: number, digits = 13) => String(value).padStart(digits, '0')
