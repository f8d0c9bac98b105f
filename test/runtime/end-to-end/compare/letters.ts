import type { Definition } from '../../../../pipeline'
import type { DeadLetter } from '../../../../runtime'
import type { ExpectedOutput, FailedRow } from '../expected'
import type { Entry } from '../generate/logs'
import { problemOf, textOfBytes } from './rows'

interface Letter {
  readonly cause: number
  readonly output: string | null
  readonly code: string
  readonly record: unknown
}

const given = ({ cause, output, error, record }: DeadLetter): Letter => ({ cause, output, code: error.code, record: textOfBytes(record) })

/** What is wrong with the dead letters of a partition: of bad records, failed events and, where nothing is merged, of failed windows. */
export function lettersProblem(
  partition: number,
  log: readonly Entry[],
  { outputs }: Definition,
  expected: readonly ExpectedOutput[],
  letters: readonly DeadLetter[],
): string | undefined {
  const ofRecord = (cause: number, output: string | null, code: string): Letter => ({
    cause,
    output,
    code,
    record: textOfBytes(log[cause - 1].bytes),
  })
  const bad = log.flatMap(({ code }, index) => (code === null ? [] : [ofRecord(index + 1, null, code)]))
  // A record's own dead letter comes before those of windows that it closes, which have no record.
  const failed = expected.flatMap((output, index) => [
    ...output.letters[partition].map(({ cause, code }) => ofRecord(cause, outputs[index].name, code)),
    ...output.failedRows.flatMap(({ cause, code }) => (cause === null ? [] : [{ cause, output: outputs[index].name, code, record: '' }])),
  ])
  const wanted = [...bad, ...failed].sort((one, other) => one.cause - other.cause)
  return problemOf(`dead letters of partition ${partition}`, wanted, letters.map(given))
}

/** What is wrong with the dead letters of a merge of several partitions: windows alone, in the order of rows. */
export function mergeLettersProblem(name: string, failedRows: readonly FailedRow[], letters: readonly DeadLetter[]): string | undefined {
  const wanted = failedRows.map(({ code }) => ({ output: name, code }))
  return problemOf(
    `dead letters of merged '${name}'`,
    wanted,
    letters.map(({ output, error }) => ({ output, code: error.code })),
  )
}
