import type { EngineIssue } from './engine'

/** One line: place, reason, what to do. */
export function engineIssueText({ feature, path, kind, reason, hint, link }: EngineIssue): string {
  const meaning = { never: 'never possible', 'not-yet': 'not possible yet', 'not-written': 'not written yet' }[kind]
  const end = [hint, link === undefined ? undefined : `See ${link}`].filter(part => part !== undefined)
  return `${path}: ${feature} is ${meaning}: ${reason}${end.length === 0 ? '' : `. ${end.join('. ')}`}`
}

/** An engine can't run a definition with the law's meaning; `issues` has every reason, and is never empty. */
export class UnsupportedPipelineError extends Error {
  constructor(
    readonly engine: string,
    readonly issues: readonly EngineIssue[],
  ) {
    super(`${engine} can't run the pipeline: ${issues.map(issue => `\n- ${engineIssueText(issue)}`).join('')}`)
    this.name = 'UnsupportedPipelineError'
  }
}
