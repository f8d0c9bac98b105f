import type { ConformanceCase, EngineRow } from '../case'
import type { Driver } from '../driver'

/** A driver's `run` for what is calculated in this process, case by case. */
export function inProcess(outputsOf: (testCase: ConformanceCase) => Readonly<Record<string, readonly EngineRow[]>>): Driver['run'] {
  return async function* (cases, _folder, progress) {
    for (const [index, testCase] of cases.entries()) {
      progress(testCase.name, index / cases.length)
      try {
        yield { kind: 'rows', case: testCase.name, outputs: outputsOf(testCase) }
      } catch (error) {
        yield { kind: 'failed', case: testCase.name, message: error instanceof Error ? error.message : String(error) }
      }
    }
  }
}
