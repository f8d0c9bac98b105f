import type { DeclaredDifference } from '../../driver'

const LATE = 'an event behind the watermark is dropped, also where one of its windows is still open'
const OVERFLOW = 'what leaves int64 fails the job or drops the event, by its error policy: the query can not tell'
const UTF16 = 'a character beyond U+FFFF counts twice'
const CASES = 'letters are mapped one by one: those that become two stay'

/** Explained in docs/engines/stream-analytics.md. */
export const DIFFERENCES: readonly DeclaredDifference[] = [
  { cases: '*', conditions: ['late'], reason: LATE },
  // One event is behind the watermark, and late for none of its windows.
  { cases: 'examples/posts-link_trends', reason: LATE },
  { cases: 'window-shapes/session-long', reason: 'a session is cut when it is 7 days long' },
  { cases: 'failing/numbers-int64-*', reason: OVERFLOW },
  { cases: 'values/int64-overflow', reason: OVERFLOW },
  { cases: 'values/int64-sum-at-the-ends', reason: OVERFLOW },
  { cases: 'failing/numbers-double-multiply', reason: 'a product that is not finite is not looked for' },
  { cases: 'compare/case', reason: UTF16 },
  { cases: 'texts/length', reason: UTF16 },
  { cases: 'texts/substring', reason: UTF16 },
  { cases: 'texts/special-*', reason: CASES },
]
