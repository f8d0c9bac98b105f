import type { Definition } from '../../../pipeline'
import { compiledFunctions } from '../../../test/processors/aws-lambda/support/bundled'
import { type Functions, World } from '../../../test/processors/aws-lambda/support/world'
import type { CaseResult, ConformanceCase, EngineRow } from '../../case'
import { Random } from '../../cases/random'
import type { Progress } from '../../driver'
import { Feed } from './feed'
import { IN_TIME } from './in-time'
import { lateOf, lettersOf, rowsOf } from './lake'
import { logOf } from './log'

/** Of a hundred batches so many are followed by a publication. */
const PUBLICATIONS = 10

/** Each case through the functions of a deployed pipeline, of the code that their bundles have; rows are read from the tables that they publish, late events and dead letters from the bucket. */
export async function* runOnLambda(cases: readonly ConformanceCase[], _folder: string, progress: Progress): AsyncIterable<CaseResult> {
  yield* runFunctions(cases, compiledFunctions, progress)
}

/** As `runOnLambda`, with functions of other code. */
export async function* runFunctions(
  cases: readonly ConformanceCase[],
  functionsOf: (definition: Definition) => Promise<Functions>,
  progress: Progress = () => {},
): AsyncIterable<CaseResult> {
  for (const [index, testCase] of cases.entries()) {
    progress(testCase.name, index / cases.length)
    try {
      yield await resultOf(testCase, functionsOf)
    } catch (error) {
      yield { kind: 'failed', case: testCase.name, message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    }
  }
}

async function resultOf(testCase: ConformanceCase, functionsOf: (definition: Definition) => Promise<Functions>): Promise<CaseResult> {
  const { name, definition } = testCase
  const random = new Random(seedOf(name))
  const log = logOf(testCase)
  const world = new World(definition, log.stream, undefined, await functionsOf(definition))
  const events = new Feed(world, log.stream, 'process', random)
  const partials = new Feed(world, world.shuffle, 'merge', random)
  while ((await (random.below(2) === 0 ? events.deliver() : partials.deliver())) || (await events.deliver()) || (await partials.deliver()))
    if (random.below(100) < PUBLICATIONS) await world.publish()(null, IN_TIME)
  await world.publish()(null, IN_TIME)
  const outputs: Record<string, readonly EngineRow[]> = {}
  for (const output of definition.outputs) outputs[output.name] = await rowsOf(world, output)
  return { kind: 'rows', case: name, outputs, late: await lateOf(world, definition, log), deadLetters: await lettersOf(world, log) }
}

/** Of its name, so that a case goes the same way whatever others run. */
function seedOf(name: string): number {
  let seed = 0
  for (const character of name) seed = (Math.imul(seed, 31) + (character.codePointAt(0) ?? 0)) | 0
  return seed
}
