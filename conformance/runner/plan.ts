import { checkEngine, type EngineIssue, findEngine } from '../../engines'
import type { Definition } from '../../pipeline'
import type { ConformanceCase } from '../case'
import type { Driver } from '../driver'
import { featuresOf } from '../records'
import { declaredOf } from './declared'
import { type CaseOutcome, messageOf, type Outcome } from './outcome'

/** Why an engine can't run a definition; empty where it can. */
export type Refusals = (definition: Definition) => readonly EngineIssue[]

/** As the compiler of the driver's engine says. */
export function refusalsOf({ engine }: Driver): Refusals {
  if (engine === null) return () => []
  return definition => checkEngine(findEngine(engine.name), definition, engine.variant)
}

export interface Plan {
  readonly toRun: readonly ConformanceCase[]
  /** Of the cases that don't run. */
  readonly outcomes: readonly CaseOutcome[]
}

/** Puts aside what the engine refuses and what the driver leaves out. */
export function planOf(driver: Driver, cases: readonly ConformanceCase[], refusals: Refusals): Plan {
  const judged = cases.map(testCase => ({ case: testCase, outcome: aside(driver, testCase, refusals) }))
  return {
    toRun: judged.filter(({ outcome }) => outcome === undefined).map(item => item.case),
    outcomes: judged.flatMap(item => (item.outcome === undefined ? [] : [{ case: item.case, outcome: item.outcome }])),
  }
}

function aside(driver: Driver, testCase: ConformanceCase, refusals: Refusals): Outcome | undefined {
  try {
    const issues = refusals(testCase.definition)
    if (issues.length > 0) return { kind: 'refused', issues }
    const { proves } = testCase
    if (proves !== undefined && declaredOf(driver).badRecords[proves] === "can't tell")
      return { kind: 'left-out', reason: `the engine declares nothing for '${proves}'` }
    const missing = [...featuresOf(testCase)].filter(feature => !driver.carries?.includes(feature))
    const reason = missing.length > 0 ? `its log has no ${missing.join(' and no ')}` : driver.leavesOut?.(testCase)
    return reason === undefined ? undefined : { kind: 'left-out', reason }
  } catch (error) {
    return { kind: 'failed', details: messageOf(error).split('\n') }
  }
}
