import fc from 'fast-check'
import { toText } from '../../../pipeline'
import { Choices } from '../../windowing/oracle/cases'
import { problem } from './compare'
import { expectedOutputs } from './expected'
import { definitionOf } from './generate/definition'
import { logOf } from './generate/logs'
import { runProduct } from './run'

/** How many definitions are tried, each with events of its own. */
const DEFINITIONS = 200
/** Making a failure smaller takes long; its seed and path are told however far that came. */
const TIME_LIMIT_MS = 60_000
/** To see one failure again: the seed and path that it printed, `{ seed: -12, path: '7:1' }`. */
const AGAIN: { readonly seed?: number; readonly path?: string } = {}

/** Bytes are choices (see `Choices`): fewer and smaller ones are a simpler definition, or record. */
const choicesOfDefinition = fc.uint8Array({ maxLength: 400, size: 'max' })
const choicesOfRecord = fc.uint8Array({ maxLength: 50, size: 'max' })
const choicesOfLogs = fc.array(fc.array(choicesOfRecord, { maxLength: 25, size: 'max' }), { minLength: 1, maxLength: 3 })
const choicesOfRun = fc.uint8Array({ maxLength: 20, size: 'max' })

test('random definitions give what an independent reading of the law gives, for random records, partitions and batches', async () => {
  const property = fc.asyncProperty(choicesOfDefinition, choicesOfLogs, choicesOfRun, async (forDefinition, forLogs, forRun) => {
    const definition = definitionOf(new Choices(forDefinition))
    const logs = forLogs.map(bytes => logOf(bytes, definition.source))
    const given = await runProduct(definition, logs, Choices.endless(forRun))
    const found = problem(definition, logs, expectedOutputs(definition, logs), given)
    if (found === undefined) return
    const lines = logs.map(log => log.map(({ bytes, arrivalTime }) => `${arrivalTime} ${bytes === null ? 'tick' : Buffer.from(bytes)}`))
    throw new Error(
      `${found}\n${JSON.stringify(JSON.parse(toText(definition)))}\n${lines.map(log => log.join('\n')).join('\n-- next partition\n')}`,
    )
  })
  await fc.assert(property, { numRuns: DEFINITIONS, interruptAfterTimeLimit: TIME_LIMIT_MS, ...AGAIN })
})
