import { type AnyExpression, bytes, enumeration, int64, list, optional, source, string, when } from '../../../pipeline'
import type { ConformanceCase } from '../../case'
import type { Members } from '../lines'
import { BASE, expressionCases, TIMES } from './table'

const PLAIN = [
  null,
  '',
  'a',
  'abc',
  ' a b ',
  'ABC',
  'éÉ',
  '日本語',
  '\u{1f600}x',
  'a-b--c',
  '-',
  '--',
  '  ',
  '\u00a0a',
  "it's",
  '"q"',
  '%_',
  'x'.repeat(300),
]
/** What breaks programs that write texts into other texts. */
const HOSTILE = [
  '\\',
  '\\n',
  '\n',
  '\t',
  '\r\n',
  '\u0024{x}',
  '{{x}}',
  '`x`',
  '?',
  ':x',
  '$1',
  '$&',
  '/*',
  '--',
  "'; DROP TABLE x; --",
  'a|b',
  '^.*$',
  '\u2028',
]
const PARTS = ['a', '', '-', ' ', 'b', '\u{1f600}', '日', '--']

const texts = source('texts', {
  schema: { ...BASE, x: optional(string()), y: optional(string()), n: optional(int64()), color: optional(enumeration('red', 'dark-blue')) },
  ...TIMES,
})
const lists = source('lists', {
  schema: {
    ...BASE,
    names: optional(list(optional(string()))),
    numbers: optional(list(int64())),
    n: optional(int64()),
    name: optional(string()),
  },
  ...TIMES,
})
const hashed = source('hashed', { schema: { ...BASE, x: optional(string()), raw: optional(bytes()) }, ...TIMES })

const COUNTS = [1, 2, 3, null, 5, 300, 1, 0, 1, -1, 2 ** 31]

const records: readonly Members[] = PLAIN.flatMap((x, i) =>
  PARTS.slice(0, 4).map((_, j) => ({
    x,
    y: j === 3 ? null : PARTS[(i + j) % PARTS.length],
    n: COUNTS[(i + 3 * j) % 6],
    color: [null, 'red', 'dark-blue'][(i + j) % 3],
  })),
)

const LISTS: readonly (readonly [readonly (string | null)[] | null, readonly number[] | null])[] = [
  [null, null],
  [[], []],
  [[null], [0]],
  [['a'], [1, 1]],
  [
    ['a', 'b', 'a'],
    [3, 2, 1],
  ],
  [
    ['b', null, 'é'],
    [-1, 2 ** 53],
  ],
  [['', null, 'a', 'x'], [5]],
]

/** A column for each hostile text. */
function hostile(column: (text: string) => AnyExpression): Readonly<Record<string, AnyExpression>> {
  return Object.fromEntries(HOSTILE.map((text, index) => [`text${index + 1}`, column(text)]))
}

/** Functions of texts, lists and hashes. */
export function textCases(): readonly ConformanceCase[] {
  return [
    ...expressionCases({
      topic: 'texts/',
      source: texts,
      records,
      outputs: {
        lower: ({ x, color }) => ({ lowered: x.lower(), ofColor: color.lower() }),
        upper: ({ x, color }) => ({ raised: x.upper(), ofColor: color.upper() }),
        trim: ({ x }) => ({ trimmed: x.trim() }),
        length: ({ x, color }) => ({ points: x.length(), ofColor: color.length() }),
        concat: ({ x, y, color }) => ({ joined: x.concat(y), framed: x.concat('<', '>'), ofColor: color.concat('!') }),
        substring: ({ x, n }) => ({ rest: x.substring(2), part: x.substring(2, 2), none: x.substring(1, 0), given: x.substring(n, 2) }),
        'starts-with': ({ x, y }) => ({ given: x.startsWith(y), constant: x.startsWith('a') }),
        'ends-with': ({ x, y }) => ({ given: x.endsWith(y), constant: x.endsWith('c') }),
        contains: ({ x, y }) => ({ given: x.contains(y), wild: x.contains('%'), under: x.contains('_') }),
        replace: ({ x }) => ({ cut: x.replace('-', ''), longer: x.replace('a', 'aa'), double: x.replace('--', '-') }),
        split: ({ x }) => ({ parts: x.split('-'), words: x.split(' ') }),
        'split-part': ({ x, n }) => ({ one: x.splitPart('-', 1), two: x.splitPart('-', 2), given: x.splitPart('--', n) }),
      },
    }),
    ...expressionCases({
      topic: 'texts/arguments-',
      source: texts,
      records: [
        ...COUNTS.map((n, index) => ({ x: 'a-b-c', y: PARTS[index % PARTS.length], n, color: 'red' })),
        { x: 'abc', y: '', n: 0, color: null },
        { x: 'abc', y: '', n: -1, color: null },
      ],
      outputs: {
        substring: ({ x, n }) => ({ from: x.substring(n), so: x.substring(1, n) }),
        replace: ({ x, y }) => ({ replaced: x.replace(y, '*') }),
        split: ({ x, y }) => ({ parts: x.split(y) }),
        'split-part': ({ x, n }) => ({ part: x.splitPart('-', n) }),
      },
    }),
    ...expressionCases({
      topic: 'texts/special-',
      source: texts,
      records: ['ß', 'İ', 'ı', 'ŉ', 'ΑΣ', 'ΑΣΑ', 'σς', 'ǆ', 'ﬁ', 'ŸÀ', 'Ⅷ', 'ⓐ', '\u{10400}', 'e\u0301', 'K'].map(x => ({ x })),
      outputs: { lower: ({ x }) => ({ lowered: x.lower() }), upper: ({ x }) => ({ raised: x.upper() }) },
    }),
    ...expressionCases({
      topic: 'texts/literal-',
      source: texts,
      records: [...HOSTILE, null, 'a'].map(x => ({ x, y: x })),
      outputs: {
        equal: ({ x }) => hostile(text => x.eq(text)),
        concat: ({ x }) => hostile(text => x.concat(text)),
        replace: ({ x }) => hostile(text => x.replace(text, '$1\\0')),
        'starts-with': ({ x }) => hostile(text => x.startsWith(text)),
        'split-part': ({ x }) => hostile(text => x.splitPart(text, 2)),
        case: ({ x }) => hostile(text => when(x.eq(text)).then(text).otherwise('other')),
      },
    }),
    ...expressionCases({
      topic: 'lists/',
      source: lists,
      records: LISTS.flatMap(([names, numbers], index) =>
        COUNTS.slice(0, 10).map((n, place) => ({ names, numbers, n, name: PARTS[(index + place) % 5] })),
      ),
      outputs: {
        size: ({ names, numbers }) => ({ some: names.size(), more: numbers.size() }),
        contains: ({ names, numbers, n, name }) => ({
          a: names.contains('a'),
          given: names.contains(name),
          two: numbers.contains(2),
          number: numbers.contains(n),
        }),
        element: ({ names, numbers }) => ({ one: names.at(1), two: numbers.at(2), far: names.at(9) }),
        'is-null': ({ names }) => ({ absent: names.isNull() }),
      },
    }),
    ...expressionCases({
      topic: 'lists/index-',
      source: lists,
      records: [1, 2, 4, null, 0, -1].map(n => ({ names: ['a', null, 'c'], numbers: [1], n, name: 'a' })),
      outputs: { element: ({ names, n }) => ({ given: names.at(n) }) },
    }),
    ...expressionCases({
      topic: 'texts/hash-',
      source: hashed,
      records: PLAIN.map((x, index) => ({ x, raw: [null, '', 'AA==', '/w==', 'AP8='][index % 5] })),
      outputs: { text: ({ x }) => ({ digest: x.hash() }), bytes: ({ raw }) => ({ digest: raw.hash() }) },
    }),
  ]
}
