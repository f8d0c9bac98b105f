/** Kinds of records that give no row by the law, and of rows that can't be given; the names are those of the runtime's dead letters. */
export type BadRecord =
  /** Bytes that are not of the format. */
  | 'malformed'
  | 'invalid-utf8'
  /** JSON with an escape of half a surrogate pair (`"\\ud800"`), wherever it stands: also in a member's name, or in a member that is no field. */
  | 'lone-surrogate'
  /** JSON of more than 64 objects and arrays in one another, also in a member that is no field. */
  | 'too-deep'
  /** More bytes than `maxRecordBytes`. */
  | 'too-large'
  /** A required field is null or missing. */
  | 'missing-field'
  /** A text where a number should be, a fraction where an integer should be. */
  | 'wrong-type'
  /** An integer beyond int64, a decimal beyond its precision, a value that an enum lacks. */
  | 'out-of-range'
  /** The event time, or a date, is null, unparsable or outside of the years 1 to 9999. */
  | 'invalid-time'
  /** The event time is further after the arrival than `maxAhead`. */
  | 'time-ahead'
  /** A group key is null. */
  | 'null-key'
  /** An expression overflows, divides by zero or can't convert its value. */
  | 'expression-error'
  /** A sum leaves its type: the row of its window and key can't be given. */
  | 'aggregate-error'

/** What becomes of it. */
export type BadRecordFate =
  /** It is written to an output of its own, with the reason. */
  | 'dead letter'
  /** It gives no row, and nothing tells of it. */
  | 'dropped'
  /** It counts by the engine's own rules: the bad value is null or converted, or its time closes windows. */
  | 'taken'
  | 'job fails'
  /** The engine can't see it (a file has no arrival times), or nothing has shown what it does. */
  | "can't tell"

/** Declared by each engine; conformance runs a case of each kind (`bad-input/…`) and fails where something else happens. */
export type BadRecords = Readonly<Record<BadRecord, BadRecordFate>>

export const BAD_RECORDS: readonly BadRecord[] = [
  'malformed',
  'invalid-utf8',
  'lone-surrogate',
  'too-deep',
  'too-large',
  'missing-field',
  'wrong-type',
  'out-of-range',
  'invalid-time',
  'time-ahead',
  'null-key',
  'expression-error',
  'aggregate-error',
]

/** The same for all kinds, but for some. */
export function allBadRecords(fate: BadRecordFate, except: Partial<BadRecords> = {}): BadRecords {
  const all = Object.fromEntries(BAD_RECORDS.map(kind => [kind, fate])) as Record<BadRecord, BadRecordFate>
  return { ...all, ...except }
}
