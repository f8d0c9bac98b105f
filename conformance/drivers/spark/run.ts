import type { CaseResult, ConformanceCase } from '../../case'
import type { Progress } from '../../driver'
import { lettersOfFiles, rowsOfFiles, writeFileJob } from './files'
import { installSpark } from './install'
import { runInSpark } from './session'

/** All cases in one Spark, which reads files and writes files. */
export async function* runOnSpark(cases: readonly ConformanceCase[], folder: string, progress: Progress): AsyncIterable<CaseResult> {
  const python = await installSpark(folder, progress)
  yield* runInSpark({
    cases,
    python,
    folder,
    progress,
    prepare: writeFileJob,
    rowsOf: ({ definition }, _, place) => rowsOfFiles(definition, place),
    lettersOf: ({ proves }, place) => (proves === undefined ? undefined : lettersOfFiles(place)),
  })
}
