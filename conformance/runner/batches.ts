import { type Definition, type Output, validate } from '../../pipeline'
import type { CaseResult, ConformanceCase } from '../case'
import type { RejectedRecord } from '../rejected'

/** Outputs that are run together in one job, at most. */
const MOST_OUTPUTS = 8

/** Cases that are one job: they read the same records. A single case is handed over as it is. */
export interface Batch {
  readonly cases: readonly ConformanceCase[]
  /** What the driver gets. */
  readonly merged: ConformanceCase
}

/**
 * Puts cases of the same source and records together as outputs of one definition, since a job takes a real engine seconds to start. `accepts` says whether the engine
 * takes the merged definition.
 */
export function batchesOf(cases: readonly ConformanceCase[], accepts: (definition: Definition) => boolean): readonly Batch[] {
  const groups = new Map<string, ConformanceCase[]>()
  for (const testCase of cases) {
    const key = JSON.stringify([testCase.definition.source, testCase.partitions, testCase.rounds])
    const group = groups.get(key) ?? []
    groups.set(key, group)
    group.push(testCase)
  }
  return [...groups.values()].flatMap(chunks).flatMap((chunk): readonly Batch[] => {
    const merged = mergedCase(chunk)
    // A name may be too long with what tells the cases apart.
    const fits = validate(merged.definition).length === 0 && accepts(merged.definition)
    return chunk.length === 1 || !fits ? chunk.map(aloneOf) : [{ cases: chunk, merged }]
  })
}

export const aloneOf = (testCase: ConformanceCase): Batch => ({ cases: [testCase], merged: testCase })

function chunks(cases: readonly ConformanceCase[]): readonly (readonly ConformanceCase[])[] {
  const made: ConformanceCase[][] = []
  let outputs = MOST_OUTPUTS
  for (const testCase of cases) {
    const count = testCase.definition.outputs.length
    if (outputs + count > MOST_OUTPUTS) {
      made.push([])
      outputs = 0
    }
    made.at(-1)?.push(testCase)
    outputs += count
  }
  return made
}

const nameOf = (index: number, name: string): string => `c${index}_${name}`

function mergedCase(cases: readonly ConformanceCase[]): ConformanceCase {
  const [first, ...others] = cases
  if (others.length === 0) return first
  const outputs = cases.flatMap(({ definition }, index) =>
    definition.outputs.map((output): Output => {
      const name = nameOf(index, output.name)
      return { ...output, name, into: { ...output.into, name } }
    }),
  )
  return {
    name: `${first.name}+${others.length}`,
    definition: { ...first.definition, name: `${first.definition.name}-and-${others.length}-others`, outputs },
    partitions: first.partitions,
    ...(first.rounds && { rounds: first.rounds }),
    conditions: [...new Set(cases.flatMap(({ conditions }) => conditions))],
  }
}

/** The results of a batch's cases. */
export function resultsOf({ cases }: Batch, result: CaseResult): readonly CaseResult[] {
  if (cases.length === 1 || result.kind === 'failed') return cases.map(({ name }) => ({ ...result, case: name }))
  return cases.map(({ name, definition }, index) => {
    const outputsOf = (given: typeof result.outputs): typeof result.outputs =>
      Object.fromEntries(
        definition.outputs.flatMap(output => {
          const rows = given[nameOf(index, output.name)]
          return rows === undefined ? [] : [[output.name, rows] as const]
        }),
      )
    const names = new Map(definition.outputs.map(output => [nameOf(index, output.name), output.name]))
    // Bad records are bad in all outputs.
    const own = (letters: readonly RejectedRecord[]): readonly RejectedRecord[] =>
      letters.flatMap(letter => {
        const output = letter.output === null ? null : names.get(letter.output)
        return output === undefined ? [] : [{ ...letter, output }]
      })
    return {
      kind: 'rows',
      case: name,
      outputs: outputsOf(result.outputs),
      ...(result.rounds && { rounds: result.rounds.map(outputsOf) }),
      ...(result.late && { late: own(result.late) }),
      ...(result.deadLetters && { deadLetters: own(result.deadLetters) }),
    }
  })
}
