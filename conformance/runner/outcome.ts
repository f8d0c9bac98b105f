import type { EngineIssue } from '../../engines'
import type { ConformanceCase } from '../case'
import type { DeclaredDifference } from '../driver'

/** How a case went on an engine. */
export type Outcome =
  | { readonly kind: 'equal' }
  /** It differs or fails, as is declared. */
  | { readonly kind: 'declared'; readonly difference: DeclaredDifference; readonly details: readonly string[] }
  /** The compiler refuses the definition. */
  | { readonly kind: 'refused'; readonly issues: readonly EngineIssue[] }
  /** The driver leaves it out. */
  | { readonly kind: 'left-out'; readonly reason: string }
  /** Its rows differ. */
  | { readonly kind: 'different'; readonly details: readonly string[] }
  /** The engine, its compiler or its driver failed. */
  | { readonly kind: 'failed'; readonly details: readonly string[] }

export interface CaseOutcome {
  readonly case: ConformanceCase
  readonly outcome: Outcome
}

export const isFailure = ({ outcome: { kind } }: CaseOutcome): boolean => kind === 'different' || kind === 'failed'
export const isPass = ({ outcome: { kind } }: CaseOutcome): boolean => kind === 'equal' || kind === 'declared'

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
