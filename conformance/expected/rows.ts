import type { ExpectedValue } from '../../test/oracle'
import type { Held } from '../../test/runtime/end-to-end/interpreter/held'

/** What may stand in a column: what the oracle of windows allows, or one value as the interpreter holds it. */
export type ExpectedCell = ExpectedValue | { readonly kind: 'plain'; readonly value: Held }

/** Cells in the order of the output's columns. */
export type ExpectedRow = readonly ExpectedCell[]
