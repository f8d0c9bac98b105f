import { type DataKind, type DataType, type FunctionName, TIME_PARTS, TRUNCATE_UNITS, type Value } from '../../../../pipeline'
import { INT64, STRING } from './schema'

/** An argument: of one of some kinds (`a|b`), of a family of kinds that others of the call share (`same:a|b c`), or one of some literals. */
export type Ingredient = string | { readonly literal: readonly Value[]; readonly type: DataType }
export type Recipe = readonly [FunctionName, ...Ingredient[]]

const COMPARABLE = 'same:int64|double|decimal string|enum timestamp date'
const EQUATABLE = `${COMPARABLE} boolean bytes`
const NUMERIC = 'int64|double|decimal'
const TEXT = 'string|enum'
const SEPARATOR: Ingredient = { literal: ['-', 'a', '\u{1f600}', '--'], type: STRING }
const PLACE: Ingredient = { literal: [1, 2, 3], type: INT64 }
const DIVISOR: Ingredient = { literal: [2, 3, -1, 10, -7, 0], type: INT64 }
const SMALL: Ingredient = { literal: [1, 0, -1, 2, 86_400_000], type: INT64 }
const UNIT: Ingredient = { literal: TRUNCATE_UNITS, type: STRING }
const PART: Ingredient = { literal: TIME_PARTS, type: STRING }

/** Every function of the language, by the kind of its result. */
export const FUNCTIONS_BY_KIND: Readonly<Record<DataKind, readonly Recipe[]>> = {
  boolean: [
    ['equal', EQUATABLE, EQUATABLE],
    ['notEqual', EQUATABLE, EQUATABLE],
    ['less', COMPARABLE, COMPARABLE],
    ['lessOrEqual', COMPARABLE, COMPARABLE],
    ['greater', COMPARABLE, COMPARABLE],
    ['greaterOrEqual', COMPARABLE, COMPARABLE],
    ['in', EQUATABLE, EQUATABLE, EQUATABLE],
    ['in', EQUATABLE, EQUATABLE, EQUATABLE, EQUATABLE],
    ['and', 'boolean', 'boolean'],
    ['or', 'boolean', 'boolean', 'boolean'],
    ['not', 'boolean'],
    ['isNull', 'string|int64|double|decimal|boolean|timestamp|date|enum|bytes|list|record'],
    ['startsWith', TEXT, TEXT],
    ['endsWith', TEXT, TEXT],
    ['contains', TEXT, TEXT],
    ['listContains', 'list', 'string|int64|decimal'],
  ],
  int64: [
    ['add', 'int64', SMALL],
    ['subtract', 'int64', 'int64'],
    ['multiply', 'int64', SMALL],
    ['integerDivide', 'int64', DIVISOR],
    ['modulo', 'int64', DIVISOR],
    ['modulo', 'int64', 'int64'],
    ['negate', 'int64'],
    ['absolute', 'int64'],
    ['length', TEXT],
    ['listSize', 'list'],
    ['listElement', 'list', PLACE],
    ['extractTime', 'timestamp|date', PART],
    ['timeDifference', 'same:timestamp date', 'same:timestamp date'],
  ],
  double: [
    ['add', 'double', NUMERIC],
    ['subtract', NUMERIC, 'double'],
    ['multiply', 'double', NUMERIC],
    ['divide', 'int64|double', 'int64|double'],
    ['divide', 'int64|double', DIVISOR],
    ['negate', 'double'],
    ['absolute', 'double'],
    ['round', 'double'],
    ['floor', 'double'],
    ['ceiling', 'double'],
  ],
  decimal: [
    ['add', 'decimal', 'decimal|int64'],
    ['subtract', 'decimal|int64', 'decimal'],
    ['multiply', 'decimal', 'decimal|int64'],
    ['negate', 'decimal'],
    ['absolute', 'decimal'],
    ['round', 'decimal', { literal: [0, 1, 2], type: INT64 }],
    ['round', 'decimal'],
    ['floor', 'decimal'],
    ['ceiling', 'decimal'],
  ],
  string: [
    ['lower', TEXT],
    ['upper', TEXT],
    ['trim', TEXT],
    ['concat', TEXT, TEXT],
    ['concat', TEXT, TEXT, TEXT],
    ['substring', TEXT, PLACE],
    ['substring', TEXT, PLACE, { literal: [0, 1, 2], type: INT64 }],
    ['substring', TEXT, 'int64'],
    ['replace', TEXT, SEPARATOR, TEXT],
    ['replace', TEXT, TEXT, TEXT],
    ['splitPart', TEXT, SEPARATOR, PLACE],
    ['listElement', 'list', PLACE],
    ['hash', 'string|enum|bytes'],
  ],
  timestamp: [
    ['truncateTime', 'timestamp', UNIT],
    ['addTime', 'timestamp', SMALL],
    ['addTime', 'timestamp', 'int64'],
  ],
  date: [
    ['truncateTime', 'date', UNIT],
    ['addTime', 'date', SMALL],
  ],
  list: [['split', TEXT, SEPARATOR]],
  bytes: [],
  enum: [],
  record: [],
}
