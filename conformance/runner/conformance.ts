import { join } from 'node:path'
import type { ConformanceCase } from '../case'
import type { Driver } from '../driver'
import type { Console } from './console'
import { type Options, UsageError } from './options'
import type { CaseOutcome } from './outcome'
import { fits } from './patterns'
import { type DriverReport, details, summary, table } from './report'
import { runDriver } from './run-driver'
import { staleDeclarations } from './stale'

export interface Conformance {
  readonly drivers: readonly Driver[]
  readonly cases: readonly ConformanceCase[]
  /** Each driver has a folder of its own in it. */
  readonly cache: string
  readonly console: Console
}

/** Runs the chosen cases on the chosen drivers, so many at once as the options say, and prints what came out. Gives the exit code. */
export async function runConformance({ drivers, cases, cache, console }: Conformance, options: Options): Promise<number> {
  const namedDrivers = chosen('engine', drivers, options.engines)
  const chosenCases = chosen('case', cases, options.cases)
  if (options.list) {
    for (const { name, runs } of namedDrivers) console.out(`engine ${name}: ${runs}`)
    for (const { name, conditions } of chosenCases)
      console.out(`case ${name}${conditions.length === 0 ? '' : ` (${conditions.join(', ')})`}`)
    return 0
  }
  const chosenDrivers = options.engines.length > 0 ? namedDrivers : namedDrivers.filter(driver => isHere(driver, console))
  const reports = await reportsOf(chosenDrivers, options.jobs, async driver => {
    const outcomes: CaseOutcome[] = []
    const started = performance.now()
    const progress = console.progressOf(driver.name)
    progress(`runs ${chosenCases.length} cases on ${driver.runs}`)
    for await (const found of runDriver({ driver, cases: chosenCases, folder: join(cache, driver.name), progress, alone: options.alone })) {
      outcomes.push(found)
      if (options.verbose) for (const line of lineOf(driver, found)) console.out(line)
    }
    console.endProgress()
    const report: DriverReport = { driver, outcomes, stale: staleDeclarations(driver, cases, outcomes) }
    console.out(`${driver.name} (${driver.runs}): ${summary([report]).text} in ${((performance.now() - started) / 1000).toFixed(1)} s`)
    for (const line of details(report, console.style)) console.out(line)
    return report
  })
  console.out(`\n${table(reports, console.style)}\n`)
  const { text, failed } = summary(reports)
  console.out(text)
  return failed === 0 ? 0 : 1
}

/** The reports of all drivers, in their order. */
async function reportsOf(
  drivers: readonly Driver[],
  jobs: number,
  run: (driver: Driver) => Promise<DriverReport>,
): Promise<readonly DriverReport[]> {
  const reports: DriverReport[] = []
  const waiting = drivers.entries()
  const worker = async () => {
    for (const [index, driver] of waiting) reports[index] = await run(driver)
  }
  await Promise.all(Array.from({ length: jobs }, worker))
  return reports
}

function isHere({ name, whyNotHere }: Driver, console: Console): boolean {
  const reason = whyNotHere?.()
  if (reason !== undefined) console.out(`${name} is left out: ${reason}`)
  return reason === undefined
}

function lineOf({ name }: Driver, { case: testCase, outcome }: CaseOutcome): readonly string[] {
  const title = `${name}  ${testCase.name}  ${outcome.kind}`
  if (outcome.kind === 'refused') return [title, ...outcome.issues.map(({ feature, path, reason }) => `    ${path}: ${feature}: ${reason}`)]
  if (outcome.kind === 'left-out') return [`${title}: ${outcome.reason}`]
  return outcome.kind === 'declared' ? [title, ...outcome.details.map(line => `    ${line}`)] : [title]
}

function chosen<Named extends { readonly name: string }>(
  what: string,
  all: readonly Named[],
  patterns: readonly string[],
): readonly Named[] {
  const useless = patterns.filter(pattern => !all.some(({ name }) => fits(pattern, name)))
  if (useless.length > 0) throw new UsageError(`--${what} ${useless.join(', ')} fits none; --list names all`)
  return patterns.length === 0 ? all : all.filter(({ name }) => patterns.some(pattern => fits(pattern, name)))
}
