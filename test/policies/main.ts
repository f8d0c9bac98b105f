/**
 * What AWS's and others' tools say of the templates that CDK makes: CloudFormation's own validation (part of synthesis), cdk-nag's AwsSolutions, cfn-lint and
 * checkov. Run by `npm run test:policies`; needs Python 3 and, at the first run, a package index.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { EXCEPTIONS } from './exceptions'
import { type Finding, judge } from './finding'
import { installPolicyTools } from './install'
import { nag } from './nag'
import { type Synthesized, synthesize } from './templates'
import { cfnLint, checkov } from './tools'

const FOLDER = resolve('.cache', 'policies', 'templates')

async function main(): Promise<void> {
  const bin = await installPolicyTools(text => text.endsWith(' packages found') || console.log(text))
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const findings: Finding[] = []
  let [passed, failed] = [0, 0]
  const report = (name: string, problems: readonly string[]) => {
    if (problems.length === 0) passed++
    else failed++
    console.log([`${problems.length === 0 ? 'pass' : 'FAIL'} ${name}`, ...problems].join('\n  '))
  }
  const check = async (name: string, found: readonly Finding[] | Promise<readonly Finding[]>) => {
    const all = await found
    findings.push(...all)
    report(
      name,
      judge(all, EXCEPTIONS).open.map(({ rule, resource, message }) => `${rule} ${resource}: ${message}`),
    )
  }
  for (const { name, app, file } of templates()) {
    await check(`${name}: cdk-nag`, nag(app))
    await check(`${name}: cfn-lint`, cfnLint(bin, file))
    await check(`${name}: checkov`, checkov(bin, file))
  }
  const stale = judge(findings, EXCEPTIONS).stale
  report(
    'exceptions that are still needed',
    stale.map(({ tool, rule }) => `${tool} ${rule} is found nowhere; remove its exception`),
  )
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1

  function templates(): readonly Synthesized[] {
    const started = performance.now()
    const made = synthesize(FOLDER)
    report(
      `synthesis of ${made.length} templates, with CloudFormation's validation (${((performance.now() - started) / 1000).toFixed(1)} s)`,
      [],
    )
    return made
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
