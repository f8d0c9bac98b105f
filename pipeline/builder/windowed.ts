import type { WindowSpecification } from '../../windowing'
import { windowedColumns } from '../columns'
import type { Expression, Field, NamedExpression, Step, Windowed } from '../definition'
import type { BooleanExpression, Row } from '../expression'
import { callExpression, nodeOf, rowOf } from '../expression'
import type { Flat, Nullness, Shape, Slot, TimestampType } from '../schema'
import type { Aggregated, ResultsOf } from './aggregate'
import { namedAggregates } from './aggregate'
import type { Destination } from './destination'
import { destination } from './destination'
import type { StreamOf, TableOf } from './target'

/** Columns that every window has. */
export interface WindowShape {
  readonly windowStart: Slot<TimestampType, 'required'>
  readonly windowEnd: Slot<TimestampType, 'required'>
}

/** What a chain has collected so far. */
export interface Chain {
  readonly fields: readonly Field[]
  readonly steps: readonly Step[]
}

/** Events by key; a window has to follow. */
export class Grouped<S extends Shape, K extends object> {
  constructor(
    private readonly chain: Chain,
    private readonly keys: readonly NamedExpression[],
  ) {}

  /** `tumbling('1 minute')`, `hopping('1 hour', { every: '5 minutes' })` or `session('30 minutes')`. */
  window(window: WindowSpecification): WindowedEvents<S, K> {
    return new WindowedEvents(this.chain, this.keys, window)
  }
}

/** Events by key and window; aggregates have to follow. */
export class WindowedEvents<S extends Shape, K extends object> {
  constructor(
    private readonly chain: Chain,
    private readonly keys: readonly NamedExpression[],
    private readonly window: WindowSpecification,
  ) {}

  /** The columns of each window's row, after windowStart, windowEnd and the keys. At least one. */
  aggregate<const A extends Readonly<Record<string, Aggregated<S>>>>(aggregates: A): Rows<Flat<WindowShape & K & ResultsOf<A>>> {
    const named = namedAggregates(aggregates, this.chain.fields)
    return new Rows(this.chain, { keys: this.keys, window: this.window, aggregates: named, having: null })
  }
}

/** One row for each key and window. */
export class Rows<R extends Shape> {
  constructor(
    private readonly chain: Chain,
    private readonly windowed: Windowed,
  ) {}

  /** Keeps the rows for which the condition is true. */
  having(condition: (row: Row<R>) => BooleanExpression<Nullness>): Rows<R> {
    const added = nodeOf(condition(rowOf<R>(windowedColumns(this.windowed))))
    return new Rows(this.chain, { ...this.windowed, having: both(this.windowed.having, added) })
  }

  /** Ends the chain: where the rows go. */
  into<const Name extends string>(target: TableOf<Name, keyof R & string> | StreamOf<Name>): Destination<Name, R> {
    return destination(target, this.chain.steps, Object.freeze(this.windowed), windowedColumns(this.windowed))
  }
}

function both(a: Expression | null, b: Expression): Expression {
  return a === null ? b : callExpression('and', [a, b])
}
