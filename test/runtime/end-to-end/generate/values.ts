import type { DataType } from '../../../../pipeline'
import type { Choices } from '../../../windowing/oracle/cases'
import type { Held } from '../interpreter/held'

const TEXTS = [
  'a',
  'b',
  '',
  'ab',
  'B',
  ' a ',
  'a-b',
  'a-b-',
  'ß',
  'Σ',
  '\uffff',
  '\u{10000}',
  'e\u0301',
  '\u0000',
  '"\\/\n',
  '日本\u{1f600}x',
] as const
/** Texts that casts take, and some that they don't. */
const CASTABLE = [
  '12',
  '-3',
  '+7',
  '1.5',
  '-0.005',
  '1e3',
  '9223372036854775808',
  'true',
  'red',
  '2024-02-29',
  '0001-01-01T00:00:00.0009Z',
] as const
const INTEGERS = [
  1n,
  2n ** 53n - 1n,
  -1n,
  0n,
  2n,
  7n,
  10n,
  -5n,
  2n ** 31n,
  2n ** 53n - 1n,
  2n ** 53n,
  -(2n ** 53n) - 1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  1n,
  3n,
] as const
const DOUBLES = [1, 0.5, -2.5, 0, -1, 0.1, 0.2, 1e15, -1e15, 2 ** 53, 1e-7, 5e-324, 1e300, 1e21, 3] as const
const PRICES = [100n, 0n, -1n, 150n, 250n, 99n, 9_999_999_999n, -9_999_999_999n, 200n] as const
const WIDES = [1000n, 0n, -1n, 1500n, 2500n, 10n ** 38n - 1n, -(10n ** 38n) + 1n, 2n ** 53n + 1n, 1500n] as const
const DAYS = [0, 1, -1, 19_782, -719_162, 2_932_896, 11_016] as const
const BYTES = [[], [0], [255], [97, 98], [0xc3, 0xa9]] as const
/** Around 1970, at the ends of the calendar, on the borders of years, months and weeks. */
const TIMES = [0, 1, -1, 10, 9, 86_400_000, 1_709_164_800_000, 1_735_689_599_999, -62_135_596_800_000, 253_402_300_799_999] as const

/** Mostly the first ones, so that groups have several events. */
const few = <Item>(items: readonly Item[], choices: Choices): readonly Item[] => (choices.below(3) === 2 ? items : items.slice(0, 3))

/** A value of a type, of which there are so few that they meet again. */
export function someValue(type: DataType, choices: Choices): Held {
  switch (type.kind) {
    case 'string':
      return choices.of(few(choices.below(8) === 7 ? CASTABLE : TEXTS, choices))
    case 'boolean':
      return choices.below(2) === 0
    case 'int64':
      return choices.of(few(INTEGERS, choices))
    case 'double':
      return choices.of(few(DOUBLES, choices))
    case 'decimal':
      return choices.of(few<bigint>(type.precision === 38 ? WIDES : PRICES, choices))
    case 'bytes':
      return Uint8Array.from(choices.of<readonly number[]>(BYTES))
    case 'timestamp':
      return choices.of(few(TIMES, choices))
    case 'date':
      return choices.of(few(DAYS, choices))
    case 'enum':
      return choices.of(type.values)
    case 'list': {
      const length = choices.of([1, 0, 2, 3, 2])
      return Array.from({ length }, () => maybe(type.element, type.elementOptional, choices))
    }
    case 'record':
      return Object.fromEntries(type.fields.map(field => [field.name, maybe(field.type, field.optional, choices)]))
  }
}

/** Null in a quarter of the cases where that is allowed. */
export function maybe(type: DataType, optional: boolean, choices: Choices): Held {
  return optional && choices.below(4) === 3 ? null : someValue(type, choices)
}
