import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CaseResult, ConformanceCase } from '../../conformance/case'
import type { DeclaredDifference, Driver } from '../../conformance/driver'
import { runOnRuntime } from '../../conformance/drivers/runtime/run'
import type { Console } from '../../conformance/runner/console'
import { count, int64, pipeline, source, stream, timestamp, tumbling } from '../../pipeline'

export const folder = mkdtempSync(join(tmpdir(), 'conformance-runner-'))

const events = source('events', { schema: { at: timestamp('epoch-ms'), n: int64() }, eventTime: 'at', maxDelay: 0 })

/** Cases of one source and log, `group/rows` and `group/windows`, and one of another log. */
export function casesOf(group: string): readonly ConformanceCase[] {
  const rows = pipeline('rows', events).output(all => all.into(stream('rows')))
  const windows = pipeline('windows', events).output(all =>
    all.groupBy().window(tumbling(10)).aggregate({ events: count() }).into(stream('rows')),
  )
  const partitions = [['{"at":1,"n":5}', '{"at":12,"n":7}']]
  return [
    { name: `${group}/rows`, definition: rows.definition, partitions, conditions: [] },
    { name: `${group}/windows`, definition: windows.definition, partitions, conditions: ['late'] },
    { name: `${group}/other`, definition: rows.definition, partitions: [[...partitions[0], '{"at":13,"n":1}']], conditions: [] },
  ]
}

/** What a driver was handed. */
export interface Handed {
  readonly cases: string[][]
}

/** A driver that runs cases on the runtime and then tampers with their results. */
export function fakeDriver(
  name: string,
  tamper: (result: CaseResult, testCase: ConformanceCase) => CaseResult | undefined = result => result,
  differences: readonly DeclaredDifference[] = [],
): Driver & Handed {
  const handed: string[][] = []
  return {
    name,
    engine: null,
    runs: 'a fake',
    differences,
    cases: handed,
    install: async () => {},
    async *run(cases, at, progress) {
      handed.push(cases.map(testCase => testCase.name))
      for (const testCase of cases)
        for await (const result of runOnRuntime([testCase], at, progress)) {
          const tampered = tamper(result, testCase)
          if (tampered) yield tampered
        }
    },
  }
}

/** Without the last row of the outputs whose name is given. */
export function withoutLastRow(result: CaseResult, names: (output: string) => boolean = () => true): CaseResult {
  if (result.kind === 'failed') return result
  const outputs = Object.entries(result.outputs).map(([name, rows]) => [name, names(name) ? rows.slice(0, -1) : rows] as const)
  return { ...result, outputs: Object.fromEntries(outputs) }
}

export function recordingConsole(): Console & { readonly lines: string[] } {
  const lines: string[] = []
  return { lines, out: line => void lines.push(line), style: (_, text) => text, progressOf: () => () => {}, endProgress: () => {} }
}
