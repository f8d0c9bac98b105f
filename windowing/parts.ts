/** What text that was compiled from a definition may name: what makes aggregates and operators, and the codec of keys. */
export { avg, count, countDistinct, extreme, oneOfOrder, sum } from './accumulators/aggregates'
export { approxCountDistinct, quantile, topK } from './accumulators/sketch-aggregates'
export { KeyCodec } from './key'
export { mergeOfPanes, mergeOfSessions, partials, rowsOfPanes, rowsOfSessions } from './operators'
