import type { DeclaredDifference } from '../../driver'

const INT64 = 'fakesnow holds NUMBER(38, 0) in 64 bits, so that a result beyond them stops the query before its range is looked at'
const DECIMAL = "fakesnow's JSON holds a number with a fraction as a double"
const LETTERS = 'DuckDB maps a letter to one letter, where Unicode has several'

const of = (reason: string, ...cases: readonly string[]): readonly DeclaredDifference[] => cases.map(name => ({ cases: name, reason }))

/** All of them are fakesnow's, none is known of Snowflake. Explained in docs/engines/snowflake.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = [
  ...of(INT64, 'failing/numbers-int64-add', 'failing/numbers-int64-subtract', 'failing/numbers-int64-multiply'),
  ...of(INT64, 'failing/numbers-int64-integer-divide', 'failing/numbers-int64-modulo'),
  ...of('fakesnow divides integers as doubles', 'numbers/int64-integer-divide'),
  ...of('fakesnow multiplies decimals of 18 digits in 64 bits', 'numbers/decimal-multiply'),
  ...of(DECIMAL, 'values/decimal-sum-min-max', 'values/decimal-avg', 'values/decimal-38-digits', 'values/decimal-count-distinct'),
  ...of(DECIMAL, 'values/decimal-first-last', 'failing/casts-enum-enum', 'failing/casts-decimal-decimal'),
  ...of('fakesnow has no binary values in VARIANT', 'values/bytes-first-last'),
  ...of("fakesnow's TRIM of spaces takes other white space along", 'texts/trim'),
  ...of(LETTERS, 'texts/special-lower', 'texts/special-upper'),
  ...of('fakesnow writes a name with a quote or backslash into a JSONPath as it is', 'identifiers/wire-names'),
]
