/** One thing that is wrong with a definition. */
export interface Issue {
  /** Stable, in kebab case, for programs: `unknown-field`, `wrong-type`, … */
  readonly code: IssueCode
  /** Where: `outputs[0].steps[1].condition`; '' for the definition itself. */
  readonly path: string
  /** Lower case: what is wrong. */
  readonly message: string
  /** What was found there. */
  readonly got?: string
  /** What may stand there. */
  readonly allowed?: string
  /** What to do. */
  readonly hint?: string
}

export type IssueCode =
  | 'unknown-version'
  | 'wrong-shape'
  | 'unknown-member'
  | 'missing-member'
  | 'too-large'
  | 'bad-name'
  | 'duplicate-name'
  | 'reserved-name'
  | 'unknown-field'
  | 'unknown-function'
  | 'wrong-type'
  | 'wrong-value'
  | 'wrong-argument-count'
  | 'not-literal'
  | 'not-castable'
  | 'stale-type'
  | 'out-of-range'
  | 'not-portable'
  | 'empty'
  | 'not-allowed-as-key'
  | 'not-unique'
  | 'not-in-format'
  | 'no-equivalent'
  | 'unsafe-change'

/** One line: path, message, what was got, what is allowed, what to do. */
export function issueText(issue: Issue): string {
  const parts = [issue.message]
  if (issue.got !== undefined) parts.push(`got ${issue.got}`)
  if (issue.allowed !== undefined) parts.push(`allowed: ${issue.allowed}`)
  const text = parts.join('; ') + (issue.hint === undefined ? '' : `. ${issue.hint}`)
  return issue.path === '' ? text : `${issue.path}: ${text}`
}

/** A definition, or what it was to be made from, is invalid; `issues` has everything that was found, and is never empty. */
export class InvalidPipelineError extends Error {
  readonly issues: readonly Issue[]

  constructor(issues: readonly Issue[], what = 'the pipeline is invalid') {
    super(`${what}: ${issues.map(issue => `\n- ${issueText(issue)}`).join('')}`)
    this.name = 'InvalidPipelineError'
    this.issues = issues
  }
}

/** A value in an error message: short, and quoted where it is a string. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'function') return 'a function'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}
