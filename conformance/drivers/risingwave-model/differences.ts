import type { DeclaredDifference } from '../../driver'

/** Explained in docs/engines/risingwave.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = [
  { cases: '*', conditions: ['late'], reason: 'an event behind the watermark is dropped, also where one of its windows is still open' },
]
