import type { AggregateSpecification, WindowSpecification } from '../../../windowing'
import type { OracleDefinition, OracleEntry, OracleKey, OracleLog, OracleValue } from '../../oracle'

// Taken once: test sandboxes look up globals slowly.
const { max, ceil } = Math

export type Kind = WindowSpecification['kind']

/** A definition and the logs of some partitions. */
export interface Case {
  readonly definition: OracleDefinition
  readonly logs: readonly OracleLog[]
  readonly keys: readonly OracleKey[]
}

/** Choices for a case, one byte each; at the end of the bytes every choice is the first, so that shorter bytes are simpler cases. */
export class Choices {
  private at = 0
  private endless = false

  constructor(private readonly bytes: Uint8Array) {}

  get left(): number {
    return this.bytes.length - this.at
  }

  below(limit: number): number {
    if (this.at >= this.bytes.length) {
      if (!this.endless || this.at === 0) return 0
      this.at = 0
    }
    return this.bytes[this.at++] % limit
  }

  /** Choices that never end: the same bytes from the back, again and again. */
  static endless(bytes: Uint8Array): Choices {
    const choices = new Choices(bytes.slice().reverse())
    choices.endless = true
    return choices
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]
  }
}

const INTEGER = { column: 0, input: 'integer' } as const
const DOUBLE = { column: 1, input: 'double' } as const
const TEXT = { column: 2, input: 'object' } as const

/** Every aggregate, on every kind of input that it takes. */
export const AGGREGATES: readonly AggregateSpecification[] = [
  { aggregate: 'count', column: -1, input: 'object' },
  { aggregate: 'sum', ...INTEGER },
  { aggregate: 'first', ...INTEGER, keepNulls: false },
  { aggregate: 'last', ...INTEGER, keepNulls: false },
  { aggregate: 'count', ...INTEGER },
  { aggregate: 'min', ...INTEGER },
  { aggregate: 'max', ...INTEGER },
  { aggregate: 'avg', ...INTEGER, divisor: 1 },
  { aggregate: 'avg', ...INTEGER, divisor: 100 },
  { aggregate: 'sum', ...INTEGER, digits: 38 },
  { aggregate: 'sum', ...INTEGER, digits: 19 },
  { aggregate: 'countDistinct', ...INTEGER },
  { aggregate: 'first', ...INTEGER, keepNulls: true },
  { aggregate: 'last', ...INTEGER, keepNulls: true },
  { aggregate: 'count', ...DOUBLE },
  { aggregate: 'sum', ...DOUBLE },
  { aggregate: 'avg', ...DOUBLE, divisor: 1 },
  { aggregate: 'min', ...DOUBLE },
  { aggregate: 'max', ...DOUBLE },
  { aggregate: 'countDistinct', ...DOUBLE },
  { aggregate: 'first', ...DOUBLE, keepNulls: true },
  { aggregate: 'last', ...DOUBLE, keepNulls: false },
  { aggregate: 'count', ...TEXT },
  { aggregate: 'min', ...TEXT },
  { aggregate: 'max', ...TEXT },
  { aggregate: 'countDistinct', ...TEXT },
  { aggregate: 'first', ...TEXT, keepNulls: false },
  { aggregate: 'last', ...TEXT, keepNulls: true },
  { aggregate: 'approxCountDistinct', ...INTEGER, precision: 8 },
  { aggregate: 'approxCountDistinct', ...TEXT, precision: 12 },
  { aggregate: 'quantile', ...INTEGER, fraction: 0.5, accuracy: 200 },
  { aggregate: 'quantile', ...DOUBLE, fraction: 0.9, accuracy: 8 },
  { aggregate: 'topK', ...TEXT, limit: 2, capacity: 10 },
  { aggregate: 'topK', ...INTEGER, limit: 3, capacity: 2 },
]

const INTEGERS: readonly OracleValue[] = [
  1,
  0,
  -1,
  null,
  7,
  7,
  2 ** 53 - 1,
  2n ** 53n,
  2n ** 53n + 1n,
  -(2n ** 53n) - 1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  2 ** 31,
  null,
]
const DOUBLES: readonly OracleValue[] = [0.1, 0, -2.5, null, 1e15, -1e15, 0.2, 1e-7, null, 3]
const TEXTS: readonly OracleValue[] = ['a', 'b', '', null, '\uffff', '\u{10000}', 'ab', 'B', null]

/** Group keys of one column, and of several. */
const KEY_SETS: readonly (readonly OracleKey[])[] = [
  [['a'], ['b'], ['']],
  [['\uffff'], ['\u{10000}'], ['a\u0000']],
  [
    ['a', 2],
    ['a', 10n ** 17n],
    ['a\u0000', -3],
  ],
]

const SIZES = [4, 10, 60, 1, 1000] as const
const HOPS = [2, 3, 5, 1] as const

function windowOf(kind: Kind, choices: Choices): WindowSpecification {
  const hopMs = choices.of(SIZES)
  if (kind === 'session') return { kind, gapMs: hopMs === 1 ? 2 : hopMs }
  const offsetMs = choices.of([0, 0, 1, -1, 3, hopMs, 1001])
  if (kind === 'tumbling') return { kind, sizeMs: hopMs, offsetMs }
  return { kind, sizeMs: hopMs * choices.of(HOPS), hopMs, offsetMs }
}

/** Times on the borders of windows, gaps and of the watermark, one off them, of earlier events, and anywhere near. */
class Times {
  private readonly seen: number[] = []
  private most = Number.NEGATIVE_INFINITY

  constructor(
    private readonly choices: Choices,
    private readonly window: WindowSpecification,
    private readonly maxDelayMs: number,
    private readonly onTime: boolean,
  ) {}

  next(): number {
    const time = this.propose()
    const judged = this.onTime ? max(time, this.most - this.maxDelayMs) : time
    this.seen.push(judged)
    this.most = max(this.most, judged)
    return judged
  }

  private propose(): number {
    const { choices, window } = this
    const steps = window.kind === 'session' ? [window.gapMs] : window.kind === 'hopping' ? [window.hopMs, window.sizeMs] : [window.sizeMs]
    const step = choices.of(steps)
    const near = choices.of([0, 0, 0, -1, 1])
    const before = this.seen.at(-1) ?? 0
    switch (choices.below(8)) {
      case 0:
      case 1:
        return before + step + near
      case 2:
        return before - step + near
      case 3:
        return (this.seen.length === 0 ? 0 : choices.of(this.seen)) + near
      case 4:
        return this.seen.length === 0 ? near : this.most - this.maxDelayMs + near
      case 5:
        return (choices.below(9) - 4) * step + (window.kind === 'session' ? 0 : window.offsetMs) + near
      case 6:
        return this.seen.length === 0 ? near : this.most - this.maxDelayMs - step + near
      default:
        return before + choices.below(2 * step + 1) - step + (choices.below(16) === 15 ? 7 * step : 0)
    }
  }
}

function entryOf(ordinal: number, times: Times, choices: Choices, keys: readonly OracleKey[]): OracleEntry {
  const time = times.next()
  // Most events are one row; some are dropped (as is a tick), some exploded.
  const count = choices.of([1, 1, 1, 1, 1, 0, 2, 3])
  const rows = Array.from({ length: count }, () => ({
    key: choices.of(keys),
    columns: [choices.of(INTEGERS), choices.of(DOUBLES), choices.of(TEXTS)],
  }))
  return { ordinal, time, rows }
}

function logOf(entries: number, choices: Choices, definition: OracleDefinition, keys: readonly OracleKey[], onTime: boolean): OracleLog {
  const times = new Times(choices, definition.window, definition.maxDelayMs, onTime)
  // Dead letters take ordinals too: they have gaps.
  let ordinal = choices.below(3)
  const log = Array.from({ length: entries }, () => {
    ordinal += choices.of([1, 1, 1, 2])
    return entryOf(ordinal, times, choices, keys)
  })
  return choices.below(4) === 3 ? { entries: log } : { entries: log, endCause: ordinal + 1 }
}

/** About the bytes that an entry takes. */
const ENTRY_BYTES = 9

/** The case that these choices make. */
export function caseOf(kind: Kind, choices: Choices, partitions: number, onTime: boolean): Case {
  const window = windowOf(kind, choices)
  const step = window.kind === 'session' ? window.gapMs : window.sizeMs
  const maxDelayMs = choices.of([0, 1, step, step - 1, ceil(step / 2), 3 * step + 1])
  const first = choices.below(AGGREGATES.length)
  // Three neighbors of the list and one from anywhere.
  const aggregates = [0, 1, 2].map(next => AGGREGATES[(first + next) % AGGREGATES.length]).concat(choices.of(AGGREGATES))
  const definition = { window, aggregates, maxDelayMs }
  const keys = choices.of(KEY_SETS)
  const entries = ceil(choices.left / partitions / ENTRY_BYTES)
  return { definition, keys, logs: Array.from({ length: partitions }, () => logOf(entries, choices, definition, keys, onTime)) }
}
