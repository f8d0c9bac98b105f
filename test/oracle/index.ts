/**
 * What a windowed aggregation must give, computed in the plainest way from the rules in docs/semantics.md: place each row by the
 * watermark before it, group, sort, aggregate over whole lists. It is slow on purpose and shares no code with `windowing/`, so
 * that both can only agree by being right.
 *
 *     const { rows, late } = oracleRows(logs, { window, aggregates, maxDelayMs })    // several partitions, one per log
 *     const { rows, late } = oraclePartition(log, { window, aggregates, maxDelayMs }) // one partition; rows carry causes
 *     accepts(rows[0].values[0], actual)                                              // exact values equal, others in bounds
 */
export { accepts } from './accepts'
export { oraclePartition, oracleRows, watermarks } from './oracle'
export type * from './types'
