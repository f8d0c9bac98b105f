import { join } from 'node:path'
import type { BatchHandler } from '../../../processors/aws-lambda'
import { bundleSync } from '../../../processors/aws-lambda'
import { sdkOf } from './support/fake-sdk'
import { backwards } from './support/native-pipeline'
import { readLines, readTable } from './support/read-tables'
import { context, VARIABLES, World } from './support/world'

const START = Date.UTC(2026, 0, 1)
const entry = { path: join(__dirname, 'support/native-pipeline.ts'), export: 'backwards' }

/** The handler of a bundle, as Lambda loads it, but for what it imports of AWS's SDK. */
function load(code: Uint8Array, world: World): BatchHandler {
  const text = Buffer.from(code)
    .toString('utf8')
    .replaceAll(/\bimport\((["'`]@aws-sdk\/[\w-]+["'`])\)/g, 'importOf($1)')
  const module: { exports: { readonly handler?: BatchHandler } } = { exports: {} }
  const before = { ...process.env }
  Object.assign(process.env, VARIABLES)
  try {
    new Function('require', 'module', 'importOf', text)(require, module, sdkOf(world))
  } finally {
    process.env = before
  }
  const { handler } = module.exports
  if (handler === undefined) throw new Error('the bundle exports no handler')
  return handler
}

test("a bundle with the pipeline's own module evaluates its native expressions", async () => {
  const output = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  const world = new World(backwards)
  const { code } = bundleSync({ role: 'process', definition: backwards, entry })
  const handler = load(code, world)
  const events = [
    { at: START, word: 'stream', mood: 'calm' },
    { at: START + 1000, word: '😀a', mood: 'calm' },
    { at: START + 2000, mood: 'loud' },
    { at: START + 3000, word: 'noise', mood: 'loud' },
  ]
  for (const event of events) world.events.put({ partitionKey: 'k', data: Buffer.from(JSON.stringify(event)) })
  const Records = world.events.records('shardId-000000000000')
  const answer = await handler({ Records }, context())
  expect(output.mock.calls.filter(([line]) => String(line).includes('"error"'))).toEqual([])
  expect(answer).toEqual({ batchItemFailures: [] })
  // A second time, as after a lost answer: nothing is there twice.
  expect(await handler({ Records }, context())).toEqual({ batchItemFailures: [] })
  await world.publish()({}, context())
  expect(await readTable(world.bucket, world.definition.outputs[0])).toEqual([
    { word: 'stream', turned: 'maerts' },
    { word: '😀a', turned: 'a😀' },
    // A null input gives null, without asking the function.
    { word: null, turned: null },
  ])
  const [letter, ...others] = await readLines(world.bucket, 'dead-letters/')
  expect(others).toEqual([])
  expect(letter).toMatchObject({ code: 'expression-error', record: Buffer.from(JSON.stringify(events[3])).toString('base64') })
  output.mockRestore()
})
