import type { DataKind, FunctionName } from '../definition'

/**
 * The law of the expression language, as data: what each function takes, gives and does. The resolver checks expressions
 * by it; the runtime and every compiler must do exactly what `doc` says.
 */
export interface FunctionLaw {
  readonly name: FunctionName
  readonly arguments: readonly ArgumentLaw[]
  /** `alike`: all arguments must be comparable with each other (see `comparable`). */
  readonly agreement?: 'alike'
  readonly result: ResultLaw
  readonly nullability: Nullability
  readonly doc: string
}

export interface ArgumentLaw {
  readonly name: string
  readonly accepts: ArgumentClass
  /** May be left out; only at the end. */
  readonly optional?: true
  /** Once or more; only the last one. */
  readonly repeated?: true
  /** Must be a literal that is not null. */
  readonly literal?: { readonly oneOf?: readonly string[]; readonly atLeast?: number; readonly atMost?: number }
  /** Where it happens to be a literal, it must not be below. */
  readonly atLeast?: number
  /** Where it happens to be a literal, it must not be the empty text. */
  readonly notEmpty?: true
}

/**
 * Whether a result may be null:
 * - `any`: it is null if and only if an argument is null
 * - `logic`: three-valued, may be null if an argument may be null (see the function)
 * - `every`: null if and only if all arguments are null
 * - `never`; `always`: null if an argument is null, and in cases that `doc` names
 */
export type Nullability = 'any' | 'logic' | 'every' | 'never' | 'always'

/** How the result's type follows from the arguments' types. */
export type ResultLaw =
  | 'boolean'
  | 'int64'
  | 'double'
  | 'string'
  | 'strings'
  | 'first'
  | 'element'
  | 'sum'
  | 'product'
  | 'rounded'
  | 'whole'
  | 'common'

/** Sets of types that an argument may have. */
export const ARGUMENT_CLASSES = {
  integer: ['int64'],
  binary: ['int64', 'double'],
  numeric: ['int64', 'double', 'decimal'],
  fractional: ['double', 'decimal'],
  text: ['string', 'enum'],
  hashable: ['string', 'enum', 'bytes'],
  boolean: ['boolean'],
  scalar: ['string', 'enum', 'boolean', 'int64', 'double', 'decimal', 'bytes', 'timestamp', 'date'],
  ordered: ['string', 'enum', 'int64', 'double', 'decimal', 'timestamp', 'date'],
  time: ['timestamp', 'date'],
  list: ['list'],
  any: ['string', 'enum', 'boolean', 'int64', 'double', 'decimal', 'bytes', 'timestamp', 'date', 'list', 'record'],
} as const satisfies Readonly<Record<string, readonly DataKind[]>>

export type ArgumentClass = keyof typeof ARGUMENT_CLASSES

/** Units of `truncateTime`. Weeks start on Monday. Dates take `day` and longer ones only. */
export const TRUNCATE_UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const
export type TruncateUnit = (typeof TRUNCATE_UNITS)[number]
/** Parts of `extractTime`. Dates have no part shorter than a day. */
export const TIME_PARTS = ['year', 'quarter', 'month', 'day', 'dayOfWeek', 'dayOfYear', 'hour', 'minute', 'second', 'millisecond'] as const
export type TimePart = (typeof TIME_PARTS)[number]
/** What `truncateTime` and `extractTime` refuse for dates. */
export const WITHIN_DAY: readonly string[] = ['hour', 'minute', 'second', 'millisecond']

const of = (accepts: ArgumentClass, name = 'x'): ArgumentLaw => ({ name, accepts })
const two = (accepts: ArgumentClass): readonly ArgumentLaw[] => [of(accepts, 'x'), of(accepts, 'y')]
const OVERFLOW = 'A result outside int64, beyond 38 digits or not finite is an error.'
const DECIMAL_SUM =
  'Decimals: exact; scale max(s1, s2), precision max(p1 − s1, p2 − s2) + scale + 1, at most 38; int64 counts as decimal(19, 0).'
const NUMERIC_ORDER = 'Numbers compare by their exact mathematical value, also across types'
const ORDER = `${NUMERIC_ORDER}; texts by code points; times by time.`

const LAW: Readonly<Record<FunctionName, Omit<FunctionLaw, 'name'>>> = {
  add: { arguments: two('numeric'), result: 'sum', nullability: 'any', doc: `x + y. With a double, a double. ${DECIMAL_SUM} ${OVERFLOW}` },
  subtract: { arguments: two('numeric'), result: 'sum', nullability: 'any', doc: `x − y; types as for add. ${OVERFLOW}` },
  multiply: {
    arguments: two('numeric'),
    result: 'product',
    nullability: 'any',
    doc: `x · y. With a double, a double. Decimals: exact; scale s1 + s2 (at most 38), precision p1 + p2, at most 38. ${OVERFLOW}`,
  },
  divide: {
    arguments: two('binary'),
    result: 'double',
    nullability: 'any',
    doc: 'x / y as doubles (each int64 is first rounded to the nearest double). Division by zero and a result that is not finite are errors. Decimals must be cast first.',
  },
  integerDivide: {
    arguments: two('integer'),
    result: 'int64',
    nullability: 'any',
    doc: 'x / y truncated toward zero. Division by zero is an error, as is −2^63 / −1.',
  },
  modulo: {
    arguments: two('integer'),
    result: 'int64',
    nullability: 'any',
    doc: 'x − y · integerDivide(x, y): the sign of x. By zero it is an error; −2^63 modulo −1 is 0.',
  },
  negate: { arguments: [of('numeric')], result: 'first', nullability: 'any', doc: '−x; of −2^63 an error. Negative zero is given as 0.' },
  absolute: { arguments: [of('numeric')], result: 'first', nullability: 'any', doc: '|x|; of −2^63 an error.' },
  round: {
    arguments: [of('fractional'), { name: 'digits', accepts: 'integer', optional: true, literal: { atLeast: 0, atMost: 38 } }],
    result: 'rounded',
    nullability: 'any',
    doc: 'The nearest, halves away from zero. A double to a whole double (no digits may be asked for; negative zero is given as 0); a decimal to `digits` (default 0) digits after the point, at most its scale, as decimal(min(38, p − s + digits + 1), digits).',
  },
  floor: {
    arguments: [of('fractional')],
    result: 'whole',
    nullability: 'any',
    doc: 'The greatest whole number that is not greater; a double, or decimal(min(38, p − s + 1), 0).',
  },
  ceiling: {
    arguments: [of('fractional')],
    result: 'whole',
    nullability: 'any',
    doc: 'The least whole number that is not less; a double (negative zero is given as 0), or decimal(min(38, p − s + 1), 0).',
  },
  equal: {
    arguments: two('scalar'),
    agreement: 'alike',
    result: 'boolean',
    nullability: 'any',
    doc: `${NUMERIC_ORDER}; texts as is; bytes by content. 0 equals −0.`,
  },
  notEqual: { arguments: two('scalar'), agreement: 'alike', result: 'boolean', nullability: 'any', doc: 'not equal(x, y).' },
  less: { arguments: two('ordered'), agreement: 'alike', result: 'boolean', nullability: 'any', doc: `x < y. ${ORDER}` },
  lessOrEqual: { arguments: two('ordered'), agreement: 'alike', result: 'boolean', nullability: 'any', doc: `x ≤ y. ${ORDER}` },
  greater: { arguments: two('ordered'), agreement: 'alike', result: 'boolean', nullability: 'any', doc: `x > y. ${ORDER}` },
  greaterOrEqual: { arguments: two('ordered'), agreement: 'alike', result: 'boolean', nullability: 'any', doc: `x ≥ y. ${ORDER}` },
  in: {
    arguments: [of('scalar'), { name: 'values', accepts: 'scalar', repeated: true }],
    agreement: 'alike',
    result: 'boolean',
    nullability: 'logic',
    doc: 'True if x equals one of the values; else null if x or one of the values is null; else false.',
  },
  and: {
    arguments: [of('boolean'), { name: 'y', accepts: 'boolean', repeated: true }],
    result: 'boolean',
    nullability: 'logic',
    doc: 'False if an argument is false; else null if one is null; else true. Arguments are evaluated from the left until one is false.',
  },
  or: {
    arguments: [of('boolean'), { name: 'y', accepts: 'boolean', repeated: true }],
    result: 'boolean',
    nullability: 'logic',
    doc: 'True if an argument is true; else null if one is null; else false. Arguments are evaluated from the left until one is true.',
  },
  not: { arguments: [of('boolean')], result: 'boolean', nullability: 'any', doc: 'The opposite.' },
  isNull: { arguments: [of('any')], result: 'boolean', nullability: 'never', doc: 'Whether x is null.' },
  coalesce: {
    arguments: [of('any'), { name: 'y', accepts: 'any', repeated: true }],
    result: 'common',
    nullability: 'every',
    doc: 'The first argument that is not null, in the common type of all.',
  },
  lower: {
    arguments: [of('text')],
    result: 'string',
    nullability: 'any',
    doc: "Unicode's default full lower case mapping, whatever the locale.",
  },
  upper: {
    arguments: [of('text')],
    result: 'string',
    nullability: 'any',
    doc: "Unicode's default full upper case mapping, whatever the locale (ß gives SS).",
  },
  trim: { arguments: [of('text')], result: 'string', nullability: 'any', doc: 'Without the spaces (U+0020 only) at both ends.' },
  length: { arguments: [of('text')], result: 'int64', nullability: 'any', doc: 'The number of code points.' },
  concat: {
    arguments: [of('text'), { name: 'y', accepts: 'text', repeated: true }],
    result: 'string',
    nullability: 'any',
    doc: 'One after the other.',
  },
  substring: {
    arguments: [
      of('text'),
      { name: 'start', accepts: 'integer', atLeast: 1 },
      { name: 'length', accepts: 'integer', optional: true, atLeast: 0 },
    ],
    result: 'string',
    nullability: 'any',
    doc: 'The code points from `start`, counted from 1, at most `length` of them (default: all); empty beyond the end. A start below 1 or a length below 0 is an error.',
  },
  startsWith: {
    arguments: two('text'),
    result: 'boolean',
    nullability: 'any',
    doc: 'Whether x starts with y; every text starts with the empty one.',
  },
  endsWith: {
    arguments: two('text'),
    result: 'boolean',
    nullability: 'any',
    doc: 'Whether x ends with y; every text ends with the empty one.',
  },
  contains: { arguments: two('text'), result: 'boolean', nullability: 'any', doc: 'Whether y is in x; the empty text is in every text.' },
  replace: {
    arguments: [of('text'), { name: 'search', accepts: 'text', notEmpty: true }, of('text', 'replacement')],
    result: 'string',
    nullability: 'any',
    doc: 'All occurrences, from the left and without overlap; the replacement is taken as is. An empty search is an error.',
  },
  split: {
    arguments: [of('text'), { name: 'separator', accepts: 'text', notEmpty: true }],
    result: 'strings',
    nullability: 'any',
    doc: 'The texts between separators; the empty text gives a list of one empty text. An empty separator is an error.',
  },
  splitPart: {
    arguments: [of('text'), { name: 'separator', accepts: 'text', notEmpty: true }, { name: 'part', accepts: 'integer', atLeast: 1 }],
    result: 'string',
    nullability: 'always',
    doc: 'Element `part`, counted from 1, of split; null beyond the last. An empty separator or a part below 1 is an error.',
  },
  listContains: {
    arguments: [of('list'), of('scalar', 'value')],
    result: 'boolean',
    nullability: 'any',
    doc: 'Whether an element equals the value; elements that are null equal nothing.',
  },
  listSize: { arguments: [of('list')], result: 'int64', nullability: 'any', doc: 'The number of elements, null ones included.' },
  listElement: {
    arguments: [of('list'), { name: 'index', accepts: 'integer', atLeast: 1 }],
    result: 'element',
    nullability: 'always',
    doc: 'The element at `index`, counted from 1; null beyond the last. An index below 1 is an error.',
  },
  truncateTime: {
    arguments: [of('time'), { name: 'unit', accepts: 'text', literal: { oneOf: TRUNCATE_UNITS } }],
    result: 'first',
    nullability: 'any',
    doc: 'The start of the unit in UTC, toward minus infinity; weeks start on Monday. Dates take day, week, month, quarter and year. A result before 0001-01-01 is an error.',
  },
  extractTime: {
    arguments: [of('time'), { name: 'part', accepts: 'text', literal: { oneOf: TIME_PARTS } }],
    result: 'int64',
    nullability: 'any',
    doc: 'In UTC, proleptic Gregorian: year, quarter 1–4, month 1–12, day 1–31, dayOfWeek 1 (Monday) – 7 (ISO 8601), dayOfYear 1–366, hour 0–23, minute, second 0–59, millisecond 0–999. Dates have no hour, minute, second, millisecond.',
  },
  addTime: {
    arguments: [of('time'), of('integer', 'amount')],
    result: 'first',
    nullability: 'any',
    doc: 'Milliseconds later for a timestamp, days later for a date (earlier if negative). A result outside 0001-01-01 … 9999-12-31 is an error.',
  },
  timeDifference: {
    arguments: two('time'),
    agreement: 'alike',
    result: 'int64',
    nullability: 'any',
    doc: 'x − y: milliseconds between timestamps, days between dates.',
  },
  hash: {
    arguments: [of('hashable')],
    result: 'string',
    nullability: 'any',
    doc: 'SHA-256 of the UTF-8 bytes of a text, or of the bytes, as 64 lower case hexadecimal digits.',
  },
}

/** The law by name. */
export const FUNCTIONS: Readonly<Record<FunctionName, FunctionLaw>> = freezeLaw()

/** Every function's name, in the order of the law. */
export const FUNCTION_NAMES: readonly FunctionName[] = Object.freeze(Object.values(FUNCTIONS).map(law => law.name))

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name)
}

function freezeLaw(): Readonly<Record<FunctionName, FunctionLaw>> {
  const entries = Object.entries(LAW).map(([name, law]) => [name, Object.freeze({ ...law, name })])
  return Object.freeze(Object.fromEntries(entries))
}
