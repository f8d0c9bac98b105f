import {
  type BooleanExpression,
  boolean,
  bytes,
  date,
  decimal,
  double,
  enumeration,
  int64,
  type Nullness,
  optional,
  source,
  string,
  timestamp,
  when,
} from '../../../pipeline'
import type { ConformanceCase } from '../../case'
import { type Member, Verbatim } from '../lines'
import { BASE, crossed, expressionCases, TIMES } from './table'

type Comparison = BooleanExpression<Nullness>
/** What all ordered types have; each pair of fields has its own types. */
interface Ordered<O> {
  eq(other: O): Comparison
  neq(other: O): Comparison
  lt(other: O): Comparison
  lte(other: O): Comparison
  gt(other: O): Comparison
  gte(other: O): Comparison
}

const six = <O>(x: Ordered<O>, y: O) => ({
  equal: x.eq(y),
  different: x.neq(y),
  less: x.lt(y),
  atMost: x.lte(y),
  greater: x.gt(y),
  atLeast: x.gte(y),
})

const number = (json: string): Member => new Verbatim(json)
const SAFE = 2n ** 53n

const VALUES = {
  n: [null, 0, -1, 1, SAFE, SAFE + 1n, -SAFE - 1n, 2n ** 63n - 1n, -(2n ** 63n)],
  d: [null, 0, -0.5, 0.1, 1, 1e15, number('1e300'), number('-1e300'), number('5e-324')],
  p: [null, '0.00', '0.01', '-0.01', '1.10', '10.00', '9999999999.99', '-9999999999.99', '2.00'].map(text =>
    text === null ? null : number(text),
  ),
  s: [null, '', 'a', 'B', 'ab', 'é', '\uffff', '\u{10000}', 'a '],
  e: [null, 'red', 'green', 'blue', 'red', 'green', 'blue', 'red', 'green'],
  b: [null, true, false, true, false, true, false, true, false],
  t: [null, 0, 1, -1, 1_709_208_896_789, -62_135_596_800_000, 253_402_300_799_999, 86_400_000, 999],
  day: [null, '1970-01-01', '1969-12-31', '2024-02-29', '0001-01-01', '9999-12-31', '2000-01-01', '1999-12-31', '2024-03-01'],
  raw: [null, '', 'AA==', '/w==', 'AP8=', 'YQ==', 'YWI=', '/w==', 'YQ=='],
} satisfies Readonly<Record<string, readonly Member[]>>

const pairs = source('pairs', {
  schema: {
    ...BASE,
    n: optional(int64()),
    n2: optional(int64()),
    d: optional(double()),
    d2: optional(double()),
    s: optional(string()),
    s2: optional(string()),
    b: optional(boolean()),
    b2: optional(boolean()),
  },
  ...TIMES,
})
const exactPairs = source('exact-pairs', { schema: { ...BASE, x: optional(decimal(12, 2)), y: optional(decimal(12, 2)) }, ...TIMES })
const enumPairs = source('enum-pairs', {
  schema: { ...BASE, x: optional(enumeration('red', 'green', 'blue')), y: optional(enumeration('red', 'green', 'blue')) },
  ...TIMES,
})
const timePairs = source('time-pairs', {
  schema: { ...BASE, x: optional(timestamp('epoch-ms')), y: optional(timestamp('epoch-ms')) },
  ...TIMES,
})
const dayPairs = source('day-pairs', { schema: { ...BASE, x: optional(date()), y: optional(date()) }, ...TIMES })
const bytePairs = source('byte-pairs', { schema: { ...BASE, x: optional(bytes()), y: optional(bytes()) }, ...TIMES })
const truths = source('truths', { schema: { ...BASE, x: optional(boolean()), y: optional(boolean()) }, ...TIMES })

const crossedPairs = VALUES.n.flatMap((_, i) =>
  VALUES.n.map((__, j) => ({
    n: VALUES.n[i],
    n2: VALUES.n[j],
    d: VALUES.d[i],
    d2: VALUES.d[j],
    s: VALUES.s[i],
    s2: VALUES.s[j],
    b: VALUES.b[i],
    b2: VALUES.b[j],
  })),
)

/** Comparisons of each type, three-valued logic, and what chooses. */
export function comparisonCases(): readonly ConformanceCase[] {
  return [
    ...expressionCases({
      topic: 'compare/',
      source: pairs,
      records: crossedPairs,
      outputs: {
        int64: ({ n, n2 }) => six(n, n2),
        double: ({ d, d2 }) => six(d, d2),
        string: ({ s, s2 }) => six(s, s2),
        boolean: ({ b, b2 }) => ({ equal: b.eq(b2), different: b.neq(b2), isTrue: b.eq(true) }),
        in: ({ n, n2, s }) => ({ numbers: n.in(0, 1, -1), names: s.in('a', 'é', ''), others: n.in(n2), one: s.in('a') }),
        between: ({ n, d, s }) => ({ numbers: n.between(-1, 1), doubles: d.between(0, 1), names: s.between('a', 'b') }),
        'is-null': ({ n, d, s, b }) => ({ n1: n.isNull(), d1: d.isNull(), s1: s.isNull(), b1: b.isNull(), some: s.isNotNull() }),
        coalesce: ({ n, n2, d, s, s2 }) => ({
          number: n.coalesce(n2),
          constant: n.coalesce(7),
          mixed: n.coalesce(d),
          name: s.coalesce(s2).coalesce('none'),
        }),
        case: ({ n, n2, s }) => ({
          size: when(n.lt(0)).then('negative').when(n.eq(0)).then('zero').when(n.lt(n2)).then('smaller').otherwise('other'),
          open: when(n.gt(0)).then(n2).otherwise(null),
          name: when(s.isNull()).then(n).otherwise(s.length()),
        }),
      },
    }),
    ...expressionCases({
      topic: 'compare/',
      source: exactPairs,
      records: crossed(VALUES.p),
      outputs: { decimal: ({ x, y }) => six(x, y) },
    }),
    ...expressionCases({
      topic: 'compare/',
      source: enumPairs,
      records: crossed(VALUES.e.slice(0, 4)),
      outputs: {
        enum: ({ x, y }) => six(x, y),
        'enum-and-text': ({ x }) => ({ equal: x.eq('red'), in: x.in('red', 'blue'), less: x.lt('green') }),
      },
    }),
    ...expressionCases({
      topic: 'compare/',
      source: timePairs,
      records: crossed(VALUES.t),
      outputs: {
        timestamp: ({ x, y }) => six(x, y),
        'timestamp-literal': ({ x }) => ({ before: x.lt('2024-02-29T12:14:56.789Z'), same: x.eq(0) }),
      },
    }),
    ...expressionCases({
      topic: 'compare/',
      source: dayPairs,
      records: crossed(VALUES.day),
      outputs: { date: ({ x, y }) => six(x, y), 'date-literal': ({ x }) => ({ before: x.lt('2000-01-01'), same: x.eq('2024-02-29') }) },
    }),
    ...expressionCases({
      topic: 'compare/',
      source: bytePairs,
      records: crossed(VALUES.raw),
      outputs: { bytes: ({ x, y }) => ({ equal: x.eq(y), different: x.neq(y) }) },
    }),
    ...expressionCases({
      topic: 'compare/logic-',
      source: truths,
      records: crossed([null, true, false]),
      outputs: {
        and: ({ x, y }) => ({ both: x.and(y), never: x.and(false), same: x.and(true) }),
        or: ({ x, y }) => ({ either: x.or(y), always: x.or(true), same: x.or(false) }),
        not: ({ x, y }) => ({ not: x.not(), neither: x.or(y).not() }),
        'equal-of-nulls': ({ x, y }) => ({ equal: x.eq(y), coalesced: x.eq(y).coalesce(false) }),
        'case-of-null': ({ x, y }) => ({ chosen: when(x).then(1).when(y).then(2).otherwise(3) }),
      },
    }),
  ]
}
