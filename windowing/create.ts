import { AGGREGATES } from './accumulators/aggregates'
import type {
  Equipped,
  MergeOperator,
  MergeSpecification,
  OperatorSpecification,
  PartialOperator,
  RowReceiver,
  WindowOperator,
} from './operator'
import { mergeOfPanes, mergeOfSessions, partials, rowsOfPanes, rowsOfSessions } from './operators'
import type { WindowSpecification } from './window'

/** What makes operators of one kind of window, of specifications with what their aggregates are made by. */
export interface OperatorFactories {
  /** As `createWindowOperator`. */
  readonly rows: (specification: Equipped<OperatorSpecification>) => WindowOperator<RowReceiver>
  /** As `createPartialOperator`. */
  readonly partials: (specification: Equipped<OperatorSpecification>) => PartialOperator
  /** As `createMergeOperator`. */
  readonly merge: (specification: Equipped<MergeSpecification>) => MergeOperator
}

export function operatorFactories({ kind }: WindowSpecification): OperatorFactories {
  return kind === 'session'
    ? { rows: rowsOfSessions, partials, merge: mergeOfSessions }
    : { rows: rowsOfPanes, partials, merge: mergeOfPanes }
}

/**
 * The operator of a partition that closes its windows itself.
 * @throws RangeError for windows, delays or sketches out of range; TypeError for aggregates that don't take their input
 */
export function createWindowOperator(specification: OperatorSpecification): WindowOperator<RowReceiver> {
  return operatorFactories(specification.window).rows({ ...specification, factories: AGGREGATES })
}

/**
 * The first of two stages: windows of one partition as partial aggregates. Sessions are sent in pieces (start and end are the times of their first and
 * last event), cut on a grid of a quarter of the gap.
 * @throws as `createWindowOperator`
 */
export function createPartialOperator(specification: OperatorSpecification): PartialOperator {
  return partials({ ...specification, factories: AGGREGATES })
}

/**
 * The second of two stages. `merge` throws `StateError` for partials of another specification.
 * @throws as `createWindowOperator`
 */
export function createMergeOperator(specification: MergeSpecification): MergeOperator {
  return operatorFactories(specification.window).merge({ ...specification, factories: AGGREGATES })
}
