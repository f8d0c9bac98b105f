import type { DataKind } from '../definition'

type CastLaw = Readonly<Record<DataKind, Readonly<Partial<Record<DataKind, string>>>>>

/**
 * What `cast` does, by source and target kind; a pair that is missing is refused. Null stays null. A value that can't be
 * represented is an error (the event becomes a dead letter), never a wrap, a null or a nearby value.
 */
export const CASTS = {
  string: {
    string: 'as is',
    int64: 'optional sign and digits; outside int64 an error',
    double: 'a JSON number; not finite is an error',
    decimal: 'a JSON number; rounded to the scale, halves away from zero; beyond the precision an error',
    boolean: "exactly 'true' or 'false'",
    timestamp: 'ISO 8601 with zone, truncated to the millisecond',
    date: 'YYYY-MM-DD',
    enum: 'one of the values, else an error',
    bytes: 'its UTF-8 bytes',
  },
  enum: { string: 'as is', enum: 'one of the values, else an error' },
  boolean: { boolean: 'as is', string: "'true' or 'false'", int64: '1 or 0' },
  int64: {
    int64: 'as is',
    double: 'the nearest double, ties to even',
    decimal: 'exact; beyond the precision an error',
    string: 'decimal digits, with - where negative',
    timestamp: 'as epoch milliseconds; outside 0001-01-01 … 9999-12-31 an error',
  },
  double: {
    double: 'as is',
    int64: 'truncated toward zero; outside int64 an error',
    decimal: 'rounded to the scale, halves of its shortest decimal text away from zero; beyond the precision an error',
  },
  decimal: {
    decimal: 'rounded to the scale, halves away from zero; beyond the precision an error',
    int64: 'truncated toward zero; outside int64 an error',
    double: 'the nearest double, ties to even',
    string: 'plain digits with exactly `scale` of them after the point',
  },
  bytes: { bytes: 'as is', string: 'as UTF-8; invalid UTF-8 is an error' },
  timestamp: {
    timestamp: 'as is',
    int64: 'epoch milliseconds',
    string: 'YYYY-MM-DDThh:mm:ss.sssZ',
    date: 'its day in UTC',
  },
  date: { date: 'as is', timestamp: 'midnight UTC', string: 'YYYY-MM-DD' },
  list: {},
  record: {},
} as const satisfies CastLaw

/** Kinds that a kind can be cast to. */
export function castTargets(kind: DataKind): readonly string[] {
  return Object.keys(CASTS[kind])
}

export function castable(from: DataKind, to: DataKind): boolean {
  return castTargets(from).includes(to)
}
