import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile, fillParameters, findEngine } from '../../../engines'
import type { ConformanceCase } from '../../case'
import type { CaseRecord } from '../../records'
import { lastRecord, stamped, watermarkMember } from './records'

/** A program of a case, and which of its outputs it writes. */
export interface Program {
  readonly path: string
  /** Null: all, and the dead letters with them. */
  readonly outputs: readonly string[] | null
}

/** The log of a program. */
export interface JobInput {
  readonly trigger: 'available-now' | 'batch'
  /** For each partition its records. */
  readonly logs: readonly (readonly CaseRecord[])[]
  /** A record that comes behind the others, in every partition; null: there is none. */
  readonly last: CaseRecord | null
}

export interface Job {
  readonly testCase: ConformanceCase
  readonly variant: string
  readonly id: number
  /** The case's folder. */
  readonly place: string
  /** Puts the records where the program reads them, and gives its parameters of source and sinks. */
  readonly feed: (input: JobInput) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>
}

/** Topics whose windows are there to have values aggregated; the others are about time. */
const TOPICS_OF_VALUES = /^(values|records|identifiers|numbers|failing|compare|texts|lists|times|casts)\//

/**
 * Which outputs run as streams, which takes Spark seconds for each: of outputs over one log the first and every third, another one for each job. The others run in batch mode,
 * where the same program differs in how it reads and writes alone: watermark, state and the closing of windows are what only a stream shows.
 */
function streamedOutputs({ name, definition, proves }: ConformanceCase, id: number): readonly string[] {
  if (TOPICS_OF_VALUES.test(name) || proves !== undefined) return []
  const windowed = definition.outputs.filter(output => output.windowed !== null)
  return windowed.filter((_, index) => index === 0 || (index + id) % 3 === 0).map(output => output.name)
}

/** Where the dead letters go of a case that is about one kind of bad record. */
export const lettersFolder = (place: string): string => join(place, 'dead-letters')

/** Writes a case's programs: one for the outputs that are streams, one for the others. */
export async function writeJob({ testCase, variant, id, place, feed }: Job): Promise<readonly Program[]> {
  const { definition, partitions } = testCase
  const { source } = definition
  const [{ text }] = compile(findEngine('spark'), definition, { variant }).files
  const logs = partitions.map(records => stamped(records, source))
  const streamed = streamedOutputs(testCase, id)
  const others = definition.outputs.map(({ name }) => name).filter(name => !streamed.includes(name))
  const withLetters = testCase.proves !== undefined
  const made: Program[] = []
  const add = async (input: JobInput, outputs: readonly string[]) => {
    if (outputs.length === 0) return
    const { trigger } = input
    const program = fillParameters(text, {
      ...(await feed(input)),
      source_partitions: String(partitions.length),
      checkpoint_path: join(place, 'checkpoints'),
      trigger,
      watermark_member: watermarkMember(source),
      dead_letters: withLetters ? lettersFolder(place) : '',
    })
    const path = join(place, `${trigger}.py`)
    mkdirSync(place, { recursive: true })
    writeFileSync(path, program)
    made.push({ path, outputs: withLetters ? null : outputs })
  }
  await add({ trigger: 'available-now', logs, last: lastRecord(source) }, streamed)
  await add({ trigger: 'batch', logs, last: null }, others)
  return made
}
