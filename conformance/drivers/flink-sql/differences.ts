import type { DeclaredDifference } from '../../driver'

/** Flink's JSON reader is more lenient than the law, and gives null for what it can't read. */
const BAD_RECORDS = 'a value of a wrong type is converted or null in Flink, where by the law the record is no event'

/** Explained in docs/engines/flink-sql.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = [
  ...['add', 'subtract', 'multiply', 'negate', 'absolute', 'integer-divide'].map(name => ({
    cases: `failing/numbers-int64-${name}`,
    reason: 'arithmetic that leaves int64 wraps in Flink, where by the law the event fails',
  })),
  { cases: 'compare/string', reason: 'Flink compares texts by UTF-16 units: characters beyond U+FFFF come before U+E000 to U+FFFF' },
  ...['explode-windows', 'explode-sessions', 'chain-all'].map(name => ({
    cases: `steps/${name}-late`,
    reason: 'an exploded event is late once for each of its elements in Flink, once by the law',
  })),
  ...[
    'malformed',
    'wrong-type-of-text',
    'wrong-type-of-number',
    'wrong-type-of-others',
    'decimals-not-plain',
    'out-of-range',
    'no-date',
    'no-base64',
  ].flatMap(name => ['', '-windows'].map(suffix => ({ cases: `records/bad-${name}${suffix}`, reason: BAD_RECORDS }))),
]
