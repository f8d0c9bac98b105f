/**
 * Deploys the posts example with the CDK into an emulator of AWS and sends real events through it, while functions are killed and throttled, batches come again, and the stream
 * is split and merged: `npm run e2e:aws [-- --events N] [-- --seed N]`. Then it takes each right away from each role. Needs Python 3 and openssl.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { postActivity } from '../../../examples/posts/pipeline'
import { readersPython } from '../../readers/environment'
import { Emulator } from '../emulator'
import { rowsOfPunctualWindows, withoutSketches } from './bounded'
import { Checks } from './checks'
import { compareLake } from './compare'
import { runContracts } from './contracts'
import { deploy } from './deployment'
import { postEvents } from './events'
import { leastPrivilege } from './least-privilege'
import { type Mappings, runThroughFaults } from './stream-of-faults'
import { World } from './world'

const FOLDER = mkdtempSync(join(tmpdir(), 'streambed-e2e-aws-'))
const { definition } = postActivity
const { values } = parseArgs({
  options: { events: { type: 'string', default: '12000' }, seed: { type: 'string', default: '1' } },
})

async function main(checks: Checks): Promise<void> {
  const python = readersPython()
  const emulator = await Emulator.start({ folder: FOLDER, authorize: true, progress: checks.progress })
  checks.progress(`the emulator runs at ${emulator.endpoint}; its log is ${emulator.logFile}`)
  let world: World | undefined
  try {
    world = await World.open(emulator, await deploy(emulator, FOLDER, checks.progress))
    const mappings = await sendAndCompare(world, checks, python)
    checks.progress('taking each right away')
    await leastPrivilege(world, checks, mappings)
    checks.progress('running the contracts of storage')
    await runContracts(emulator, checks, FOLDER)
    checks.progress('done')
  } finally {
    world?.close()
    await emulator.stop()
  }
}

async function sendAndCompare(world: World, checks: Checks, python: string): Promise<Mappings> {
  const events = postEvents(Number(values.events))
  checks.progress(`sending ${events.length} events`)
  const mappings = await runThroughFaults(world, checks, events, Number(values.seed))
  await world.call('tick')
  const since = Date.now()
  checks.progress(mappings.statistics)
  for (const [kind, count] of Object.entries(mappings.injected))
    checks.check(`${kind} happened ${count} times`, count > 0 ? undefined : 'never')
  await compareLake(world, definition, checks, 'closed by events', python, join(FOLDER, 'tables'))

  const idleMs = definition.source.idleTimeoutMs ?? 0
  checks.progress('waiting until the shards are idle, for ticks')
  await sleep(Math.max(0, since + idleMs + 1000 - Date.now()))
  await world.call('tick')
  await mappings.settled()
  await world.call('publish')
  const { rows } = await compareLake(world, definition, checks, 'closed by ticks', python, join(FOLDER, 'tables'))
  await mappings.stop()
  const punctual = await rowsOfPunctualWindows(definition, events)
  for (const output of definition.outputs) {
    const wanted = punctual.get(output.name) ?? []
    const found = new Set(withoutSketches(output, rows.get(output.name) ?? []))
    const missing = wanted.filter(row => !found.has(row))
    checks.check(
      `rows of ${output.name} as streambed run gives them: ${wanted.length} of ${found.size}`,
      missing.length === 0 && wanted.length > 0 ? undefined : `${missing.length} are missing, the first is ${missing[0]}`,
    )
  }
  await checkQueues(world, checks)
  return mappings
}

async function checkQueues(world: World, checks: Checks): Promise<void> {
  const objects = await world.lake.keys('dead-letters/')
  const told = (await world.messages(world.outputs['deadLettersQueueUrl'])) as readonly { readonly key: string }[]
  checks.same('messages about objects of dead letters', objects, [...new Set(told.map(({ key }) => key))])
  checks.same(
    'batches that were given up',
    [],
    (await world.messages(world.outputs['failuresQueueUrl'])).map(message => JSON.stringify(message)),
  )
  checks.same('staged files that wait to be published', [], await world.outbox())
  const orphans = await world.lake.keys('staged/')
  checks.progress(`${orphans.length} staged files belong to no commit: their workers were killed, and a lifecycle rule removes them`)
}

const checks = new Checks()
main(checks)
  .catch(error => checks.check('the run', error instanceof Error ? (error.stack ?? error.message) : String(error)))
  .finally(() => {
    if (checks.failed === 0) rmSync(FOLDER, { recursive: true, force: true })
    else console.log(`logs, tables and the template are kept in ${FOLDER}`)
    console.log(`${checks.passed} passed, ${checks.failed} failed`)
    process.exitCode = checks.failed === 0 && checks.passed > 0 ? 0 : 1
  })
