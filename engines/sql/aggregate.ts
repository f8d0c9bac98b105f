import type { Aggregate, AggregateName, DataType } from '../../pipeline'
import type { Rule } from '../rule'

/** An aggregate over columns that hold its input already. */
export interface SqlAggregate {
  readonly aggregate: Aggregate
  /** The input column; `*` for count(). */
  readonly input: string
  readonly inputType: DataType
  /** The result's type. */
  readonly type: DataType
  /** Columns by which `first` and `last` order: time, then partition and position; of `topK` where it is written over ranked values (see `ranked.ts`): the rank. */
  readonly order: readonly string[]
  /** Of `topK` over ranked values: the column that holds how often the value comes. */
  readonly count?: string
}

export type AggregateWriter = (aggregate: SqlAggregate) => string
/** A rule that is marked partial gives null where the sum leaves int64; the group then gives no row. */
export type AggregateRules = Readonly<Record<AggregateName, Rule<AggregateWriter>>>
