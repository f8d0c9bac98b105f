import type { CaseResult, Condition, ConformanceCase } from './case'
import type { LogFeature } from './records'

/** Says what goes on: `report('downloading flink', 0.4)`; a share of 0 to 1 where it is known. */
export type Progress = (what: string, share?: number) => void

/** A difference that is known, explained in docs/engines/<engine>.md and not (yet) to be removed. One that no longer differs fails the run. */
export interface DeclaredDifference {
  /** The cases: names with `*`, and the conditions that must all hold. */
  readonly cases: string
  readonly conditions?: readonly Condition[]
  /** One sentence: what differs and why. */
  readonly reason: string
}

/**
 * Runs cases on a real engine. A driver is a folder `conformance/drivers/<name>/` of four files: `install.ts` (fetches pinned versions into
 * the cache, once), `run.ts` (starts the engine, feeds it, collects its rows), `differences.ts` (what is declared) and `index.ts`.
 */
export interface Driver {
  /** The driver's name, `--engine` on the command line: `flink-sql`, `flink-sql-kafka`. */
  readonly name: string
  /** The engine (folder of engines/) whose text it runs, and the variant that it compiles for; null: streambed's own runtime. */
  readonly engine: { readonly name: string; readonly variant: string } | null
  /** What really runs, with its version: `Apache Flink 2.1.1`. */
  readonly runs: string
  readonly differences: readonly DeclaredDifference[]
  /** What its log holds beyond records of text; default: nothing. Cases that need more are left out. */
  readonly carries?: readonly LogFeature[]
  /** Why the engine can't be had on this machine; undefined: it can. Where it can't, the driver is left out with this reason, unless `--engine` names it. */
  whyNotHere?(): string | undefined
  /** Cases that take too long or too much memory there; the reason is printed. Undefined: runs it. */
  leavesOut?(testCase: ConformanceCase): string | undefined
  /** Installs what is missing into a folder of its own; does nothing where all is there. Throws with what was tried and where the log is. */
  install(folder: string, progress: Progress): Promise<void>
  /** Runs the cases, in any order, and gives each result as it comes; every case gets one. The engine is stopped at the end, also after a failure. */
  run(cases: readonly ConformanceCase[], folder: string, progress: Progress): AsyncIterable<CaseResult>
}
