import { KsqlRefusal } from './lexer'
import type { KsqlType } from './syntax'
import { type Compiled, commonType, EvaluationError, equalValues, type KsqlValue, sameType, typeText } from './values'

type Body = (...values: KsqlValue[]) => KsqlValue
interface Signature {
  /** Types of the arguments; `same`: all alike, whatever they are; the last one may come more than once where `varargs`. */
  readonly takes: readonly (KsqlType['base'] | 'any')[] | 'same'
  readonly varargs?: true
  readonly gives: KsqlType['base'] | ((types: readonly (KsqlType | null)[]) => KsqlType)
  readonly body: Body
}

/** Null where an argument is null, as most of ksqlDB's functions begin. */
const strict =
  (body: (...values: never[]) => KsqlValue): Body =>
  (...values) =>
    values.includes(null) ? null : body(...(values as never[]))

const number = (name: (value: number) => number): readonly Signature[] => [
  { takes: ['DOUBLE'], gives: 'DOUBLE', body: strict((x: number) => name(x)) },
]

/** What of ksqlDB's functions streambed writes, after their source (ksql 8.x, package function.udf). */
const FUNCTIONS: Readonly<Record<string, readonly Signature[]>> = {
  ABS: [{ takes: ['BIGINT'], gives: 'BIGINT', body: strict((x: bigint) => BigInt.asIntN(64, x < 0n ? -x : x)) }, ...number(Math.abs)],
  FLOOR: number(Math.floor),
  CEIL: number(Math.ceil),
  LCASE: [{ takes: ['STRING'], gives: 'STRING', body: strict((x: string) => x.toLowerCase()) }],
  UCASE: [{ takes: ['STRING'], gives: 'STRING', body: strict((x: string) => x.toUpperCase()) }],
  LEN: [{ takes: ['STRING'], gives: 'INTEGER', body: strict((x: string) => BigInt(x.length)) }],
  CONCAT: [{ takes: ['STRING'], varargs: true, gives: 'STRING', body: (...texts) => texts.filter(text => text !== null).join('') }],
  REPLACE: [
    { takes: ['STRING', 'STRING', 'STRING'], gives: 'STRING', body: strict((x: string, y: string, z: string) => x.split(y).join(z)) },
  ],
  SUBSTRING: [
    { takes: ['STRING', 'INTEGER'], gives: 'STRING', body: strict((x: string, from: bigint) => x.slice(startOf(x, from))) },
    {
      takes: ['STRING', 'INTEGER', 'INTEGER'],
      gives: 'STRING',
      body: strict((x: string, from: bigint, size: bigint) =>
        x.slice(startOf(x, from), Math.max(startOf(x, from) + Number(size), startOf(x, from))),
      ),
    },
  ],
  // The empty text is found at 1, but in an empty text nothing is: the position 1 is beyond its length.
  INSTR: [
    {
      takes: ['STRING', 'STRING'],
      gives: 'INTEGER',
      body: (x, y) => (x === null || y === null || x === '' ? 0n : BigInt(String(x).indexOf(String(y)) + 1)),
    },
  ],
  RPAD: [
    {
      takes: ['STRING', 'INTEGER', 'STRING'],
      gives: 'STRING',
      body: strict((x: string, size: bigint, pad: string) => x.slice(0, Number(size)).padEnd(Number(size), pad)),
    },
  ],
  SPLIT: [
    {
      takes: ['STRING', 'STRING'],
      gives: () => ({ base: 'ARRAY', item: { base: 'STRING' } }),
      body: strict((x: string, y: string) => (y === '' ? [...x] : x.split(y))),
    },
  ],
  REGEXP_REPLACE: [
    {
      takes: ['STRING', 'STRING', 'STRING'],
      gives: 'STRING',
      body: strict((x: string, pattern: string, y: string) => x.replace(javaPattern(pattern, 'gu'), y)),
    },
  ],
  REGEXP_EXTRACT: [
    {
      takes: ['STRING', 'STRING'],
      gives: 'STRING',
      body: strict((pattern: string, x: string) => javaPattern(pattern, 'u').exec(x)?.[0] ?? null),
    },
    {
      takes: ['STRING', 'STRING', 'INTEGER'],
      gives: 'STRING',
      body: strict((pattern: string, x: string, group: bigint) => javaPattern(pattern, 'u').exec(x)?.[Number(group)] ?? null),
    },
  ],
  ARRAY_CONTAINS: [
    {
      takes: ['ARRAY', 'any'],
      gives: types => {
        const [list, value] = types
        if (list?.base === 'ARRAY' && value !== null && !sameType(list.item, value))
          throw new KsqlRefusal(`ARRAY_CONTAINS(${types.map(typeText).join(', ')})`)
        return { base: 'BOOLEAN' }
      },
      body: (list, value) => Array.isArray(list) && list.some((item: KsqlValue) => equalValues(item, value)),
    },
  ],
  ARRAY_LENGTH: [{ takes: ['ARRAY'], gives: 'INTEGER', body: strict((list: readonly KsqlValue[]) => BigInt(list.length)) }],
  COALESCE: [
    { takes: 'same', gives: types => commonType(types, 'COALESCE'), body: (...values) => values.find(value => value !== null) ?? null },
  ],
  IFNULL: [{ takes: 'same', gives: types => commonType(types, 'IFNULL'), body: (x, y) => x ?? y }],
  AS_VALUE: [{ takes: ['any'], gives: ([type]) => commonType([type], 'AS_VALUE'), body: x => x }],
  PARSE_TIMESTAMP: [{ takes: ['STRING', 'STRING', 'STRING'], gives: 'TIMESTAMP', body: strict(parseTimestamp) }],
  UNIX_TIMESTAMP: [{ takes: ['TIMESTAMP'], gives: 'BIGINT', body: strict((x: bigint) => x) }],
}

export function compileCall(name: string, arguments_: readonly Compiled[]): Compiled {
  const types = arguments_.map(({ type }) => type)
  if (!Object.hasOwn(FUNCTIONS, name)) throw new KsqlRefusal(`the model has no function ${name}`)
  // The exact types first: an INTEGER is taken as BIGINT or DOUBLE only where nothing fits better.
  const found =
    FUNCTIONS[name].find(signature => fits(signature, types, (type, wanted) => type.base === wanted)) ??
    FUNCTIONS[name].find(signature => fits(signature, types, widens))
  if (found === undefined) throw new KsqlRefusal(`${name} takes no (${types.map(typeText).join(', ')})`)
  const { takes, gives, body } = found
  const converted = arguments_.map((argument, index) => {
    const wanted = takes === 'same' ? 'any' : takes[Math.min(index, takes.length - 1)]
    return wanted === 'DOUBLE' ? (row: Parameters<Compiled['valueOf']>[0]) => doubleOf(argument.valueOf(row)) : argument.valueOf
  })
  const type = typeof gives === 'function' ? gives(types) : ({ base: gives } as KsqlType)
  return { type, valueOf: row => body(...converted.map(evaluate => evaluate(row))) }
}

const doubleOf = (value: KsqlValue): KsqlValue => (typeof value === 'bigint' ? Number(value) : value)

function fits(
  { takes, varargs }: Signature,
  types: readonly (KsqlType | null)[],
  matches: (type: KsqlType, wanted: KsqlType['base']) => boolean,
): boolean {
  if (takes === 'same') return types.length > 0
  if (varargs ? types.length < takes.length : types.length !== takes.length) return false
  return types.every((type, index) => {
    const wanted = takes[Math.min(index, takes.length - 1)]
    return type === null || wanted === 'any' || matches(type, wanted)
  })
}

function widens({ base }: KsqlType, wanted: KsqlType['base']): boolean {
  const numbers = ['INTEGER', 'BIGINT', 'DOUBLE']
  return base === wanted || (numbers.includes(base) && numbers.indexOf(wanted) > numbers.indexOf(base))
}

function startOf(text: string, from: bigint): number {
  const position = Number(from)
  return position < 0 ? Math.max(text.length + position, 0) : Math.max(Math.min(position - 1, text.length), 0)
}

/** Java's patterns in JavaScript's words: \A, \z, \x{…}, (?s). */
function javaPattern(pattern: string, flags: string): RegExp {
  const all = pattern.startsWith('(?s)')
  const translated = pattern.replace('(?s)', '').replaceAll('\\A', '^').replaceAll('\\z', '$').replaceAll('\\x{', '\\u{')
  return new RegExp(translated, all ? `${flags}s` : flags)
}

const SECONDS = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/

/** Java's smart resolution: a day up to 31 that the month doesn't have is its last one. */
function parseTimestamp(text: string, pattern: string, zone: string): KsqlValue {
  if (pattern !== "yyyy-MM-dd'T'HH:mm:ss" || zone !== 'UTC') throw new KsqlRefusal(`the model has no pattern ${pattern} in ${zone}`)
  const match = SECONDS.exec(text)
  const [year, month, day, hour, minute, second] = (match?.slice(1) ?? []).map(Number)
  if (match === null || year < 1 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
    throw new EvaluationError('no timestamp')
  const last = new Date(Date.UTC(2000, 0, 1))
  last.setUTCFullYear(year, month, 0)
  const time = new Date(Date.UTC(2000, 0, 1, hour, minute, second))
  time.setUTCFullYear(year, month - 1, Math.min(day, last.getUTCDate()))
  return BigInt(time.getTime())
}
