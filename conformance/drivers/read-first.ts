import type { Driver } from '../driver'

/** What another reader of an engine's text finds wrong with that of cases, a sentence each. */
type Reader = (
  cases: Parameters<Driver['run']>[0],
  folder: string,
  progress: Parameters<Driver['run']>[2],
) => readonly string[] | Promise<readonly string[]>

/** Runs cases whose text another reader takes; what it doesn't take fails all of them, so that no declared difference hides it. */
export function readFirst(read: Reader, run: Driver['run']): Driver['run'] {
  return async function* (cases, folder, progress) {
    progress("reads the cases' text")
    const problems = await read(cases, folder, progress)
    if (problems.length > 0) throw new Error(problems.join('\n'))
    yield* run(cases, folder, progress)
  }
}
