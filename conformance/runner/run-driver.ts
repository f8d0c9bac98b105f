import { mkdirSync } from 'node:fs'
import { checkEngine, type EngineIssue, findEngine } from '../../engines'
import type { Definition } from '../../pipeline'
import type { CaseResult, ConformanceCase } from '../case'
import type { Driver, Progress } from '../driver'
import { type ExpectedRow, expectedRows } from '../expected'
import { aloneOf, type Batch, batchesOf, resultsOf } from './batches'
import { judge } from './judge'
import type { CaseOutcome } from './outcome'

export interface DriverRun {
  readonly driver: Driver
  readonly cases: readonly ConformanceCase[]
  /** Where the driver installs and works. */
  readonly folder: string
  readonly progress: Progress
  /** Each case in a job of its own. */
  readonly alone: boolean
  /** Why the driver's engine can't run a definition; default: as its compiler says. */
  readonly refusals?: Refusals
}

export type Refusals = (definition: Definition) => readonly EngineIssue[]

/** Runs cases on a driver: those that its engine refuses and that it leaves out aside. Gives each outcome as it comes; never throws for what an engine does. */
export async function* runDriver({ driver, cases, folder, progress, alone, refusals: given }: DriverRun): AsyncGenerator<CaseOutcome> {
  const toRun: ConformanceCase[] = []
  let refusals: Refusals
  try {
    refusals = given ?? refusalsOf(driver)
    for (const testCase of cases) {
      const issues = refusals(testCase.definition)
      const reason = issues.length > 0 ? undefined : driver.leavesOut?.(testCase)
      if (issues.length > 0) yield { case: testCase, outcome: { kind: 'refused', issues } }
      else if (reason !== undefined) yield { case: testCase, outcome: { kind: 'left-out', reason } }
      else toRun.push(testCase)
    }
    mkdirSync(folder, { recursive: true })
    if (toRun.length > 0) await driver.install(folder, progress)
  } catch (error) {
    for (const testCase of cases) yield { case: testCase, outcome: { kind: 'failed', details: messageOf(error).split('\n') } }
    return
  }
  const batches = alone ? toRun.map(aloneOf) : batchesOf(toRun, definition => refusals(definition).length === 0)
  const again: ConformanceCase[] = []
  for await (const { batch, result } of resultsOfBatches(driver, batches, folder, progress)) {
    // One case that fails takes the others of its job along.
    if (result.kind === 'failed' && batch.cases.length > 1) again.push(...batch.cases)
    else yield* outcomesOf(driver, batch, result)
  }
  for await (const { batch, result } of resultsOfBatches(driver, again.map(aloneOf), folder, progress))
    yield* outcomesOf(driver, batch, result)
}

function refusalsOf({ engine }: Driver): Refusals {
  if (engine === null) return () => []
  const found = findEngine(engine.name)
  return definition => checkEngine(found, definition, engine.variant)
}

interface BatchResult {
  readonly batch: Batch
  readonly result: CaseResult
}

/** A result for every batch, whatever the driver does. */
async function* resultsOfBatches(
  driver: Driver,
  batches: readonly Batch[],
  folder: string,
  progress: Progress,
): AsyncGenerator<BatchResult> {
  const waiting = new Map(batches.map(batch => [batch.merged.name, batch]))
  if (waiting.size === 0) return
  let missing = `${driver.name} gave no result for it`
  try {
    for await (const result of driver.run(
      [...waiting.values()].map(({ merged }) => merged),
      folder,
      progress,
    )) {
      const batch = waiting.get(result.case)
      if (batch === undefined) continue
      waiting.delete(result.case)
      yield { batch, result }
    }
  } catch (error) {
    missing = messageOf(error)
  }
  for (const batch of waiting.values()) yield { batch, result: { kind: 'failed', case: batch.merged.name, message: missing } }
}

function* outcomesOf(driver: Driver, batch: Batch, result: CaseResult): Generator<CaseOutcome> {
  const results = resultsOf(batch, result)
  for (const [index, testCase] of batch.cases.entries())
    yield { case: testCase, outcome: judge(testCase, expectedOf(testCase), results[index], driver.differences) }
}

const known = new WeakMap<ConformanceCase, Readonly<Record<string, readonly ExpectedRow[]>>>()

/** Computed once for all engines. */
function expectedOf(testCase: ConformanceCase): Readonly<Record<string, readonly ExpectedRow[]>> {
  const expected = known.get(testCase) ?? expectedRows(testCase)
  known.set(testCase, expected)
  return expected
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
