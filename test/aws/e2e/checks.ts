/** Counts what was checked, and prints a line for each. */
export class Checks {
  passed = 0
  failed = 0
  private readonly started = Date.now()

  /** `problem`: undefined where all is well. */
  check(name: string, problem: string | undefined): void {
    if (problem === undefined) this.passed++
    else this.failed++
    console.log(`${problem === undefined ? 'pass' : 'FAIL'} ${name}${problem === undefined ? '' : `: ${problem}`}`)
  }

  /** The same lines in any order. */
  same(name: string, expected: readonly string[], got: readonly string[]): void {
    const [left, right] = [expected.toSorted(), got.toSorted()]
    const index = left.findIndex((line, at) => line !== right[at])
    const different = left.length !== right.length || index >= 0
    const first = index < 0 ? left.length : index
    const problem = `${right.length} instead of ${left.length}; the first difference is ${right[first]} instead of ${left[first]}`
    this.check(`${name}: ${left.length}`, different ? problem : undefined)
  }

  progress = (line: string): void => {
    console.log(`[${((Date.now() - this.started) / 1000).toFixed(0).padStart(3)} s] ${line}`)
  }
}
