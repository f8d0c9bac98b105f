import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Finding } from './finding'

const run = promisify(execFile)
const OPTIONS = { maxBuffer: 2 ** 28, timeout: 300_000 }

interface LintMatch {
  readonly Rule: { readonly Id: string }
  readonly Message: string
  readonly Location: { readonly Path: readonly (string | number)[] | null }
}

/** Schema, types and best practice of the template: https://github.com/aws-cloudformation/cfn-lint */
export async function cfnLint(bin: string, template: string): Promise<readonly Finding[]> {
  const { stdout } = await run(join(bin, 'cfn-lint'), ['--format', 'json', '--non-zero-exit-code', 'none', '--', template], OPTIONS)
  const matches: readonly LintMatch[] = JSON.parse(stdout === '' ? '[]' : stdout)
  return matches.map(({ Rule, Message, Location }) => {
    const path = Location.Path ?? []
    return { tool: 'cfn-lint', rule: Rule.Id, resource: path[0] === 'Resources' ? String(path[1]) : '', message: Message }
  })
}

interface CheckovReport {
  readonly results?: {
    readonly failed_checks: readonly { readonly check_id: string; readonly resource: string; readonly check_name: string }[]
  }
}

/** Security rules of Checkov, without its platform: https://www.checkov.io */
export async function checkov(bin: string, template: string): Promise<readonly Finding[]> {
  const parameters = [
    '--file',
    template,
    '--framework',
    'cloudformation',
    '--skip-download',
    '--soft-fail',
    '--compact',
    '--quiet',
    '--output',
    'json',
  ]
  const { stdout } = await run(join(bin, 'checkov'), parameters, OPTIONS)
  const report: CheckovReport = JSON.parse(stdout)
  if (report.results === undefined && !('passed' in report)) throw new Error(`checkov gave no results: ${stdout.slice(0, 500)}`)
  return (report.results?.failed_checks ?? []).map(({ check_id, resource, check_name }) => ({
    tool: 'checkov',
    rule: check_id,
    resource: resource.split('.').pop() ?? resource,
    message: check_name,
  }))
}
