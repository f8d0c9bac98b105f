import { mkdirSync } from 'node:fs'
import type { CaseResult, ConformanceCase } from '../case'
import type { Driver, Progress } from '../driver'
import { type Expected, expectedOf } from '../expected'
import { aloneOf, type Batch, batchesOf, resultsOf } from './batches'
import { declaredOf } from './declared'
import { judge } from './judge'
import { type CaseOutcome, messageOf } from './outcome'
import { planOf, type Refusals, refusalsOf } from './plan'
import { SILENCE_MS, watched } from './watch'

export interface DriverRun {
  readonly driver: Driver
  readonly cases: readonly ConformanceCase[]
  /** Where the driver installs and works. */
  readonly folder: string
  readonly progress: Progress
  /** Each case in a job of its own. */
  readonly alone: boolean
  /** Default: see `refusalsOf`. */
  readonly refusals?: Refusals
  /** Default: see `SILENCE_MS`. */
  readonly silenceMs?: number
}

/** Runs cases on a driver: gives each outcome as it comes, and never throws for what an engine or its driver does. */
export async function* runDriver(run: DriverRun): AsyncGenerator<CaseOutcome> {
  const { driver, cases, folder, progress, alone, refusals = refusalsOf(driver) } = run
  const { toRun, outcomes } = planOf(driver, cases, refusals)
  yield* outcomes
  if (toRun.length === 0) return
  try {
    mkdirSync(folder, { recursive: true })
    await driver.install(folder, progress)
  } catch (error) {
    for (const testCase of toRun) yield { case: testCase, outcome: { kind: 'failed', details: messageOf(error).split('\n') } }
    return
  }
  const batches = alone ? toRun.map(aloneOf) : batchesOf(toRun, definition => refusals(definition).length === 0)
  const again: ConformanceCase[] = []
  for await (const { batch, result, unheard } of resultsOfBatches(run, batches)) {
    // One case that fails takes the others of its job along, or the whole engine.
    if (unheard || (result.kind === 'failed' && batch.cases.length > 1)) again.push(...batch.cases)
    else yield* outcomesOf(driver, batch, result)
  }
  for await (const { batch, result } of resultsOfBatches(run, again.map(aloneOf))) yield* outcomesOf(driver, batch, result)
}

interface BatchResult {
  readonly batch: Batch
  readonly result: CaseResult
  /** The driver ended before it came to it. */
  readonly unheard: boolean
}

/** A result for every batch, whatever the driver does. */
async function* resultsOfBatches(
  { driver, folder, progress, silenceMs = SILENCE_MS }: DriverRun,
  batches: readonly Batch[],
): AsyncGenerator<BatchResult> {
  const waiting = new Map(batches.map(batch => [batch.merged.name, batch]))
  if (waiting.size === 0) return
  let missing = `${driver.name} gave no result for it`
  let lastSign = performance.now()
  const noticed: Progress = (what, share) => {
    lastSign = performance.now()
    progress(what, share)
  }
  const merged = batches.map(batch => batch.merged)
  try {
    for await (const result of watched(driver.run(merged, folder, noticed), () => lastSign, silenceMs)) {
      const batch = waiting.get(result.case)
      if (batch === undefined) continue
      waiting.delete(result.case)
      yield { batch, result, unheard: false }
    }
  } catch (error) {
    missing = messageOf(error)
  }
  for (const batch of waiting.values())
    yield { batch, result: { kind: 'failed', case: batch.merged.name, message: missing }, unheard: true }
}

function* outcomesOf(driver: Driver, batch: Batch, result: CaseResult): Generator<CaseOutcome> {
  const results = resultsOf(batch, result)
  const declared = declaredOf(driver)
  for (const [index, testCase] of batch.cases.entries())
    yield { case: testCase, outcome: judge(testCase, onceExpected(testCase), results[index], declared) }
}

const known = new WeakMap<ConformanceCase, Expected>()

/** Computed once for all engines. */
function onceExpected(testCase: ConformanceCase): Expected {
  const expected = known.get(testCase) ?? expectedOf(testCase)
  known.set(testCase, expected)
  return expected
}
