import { join, relative, resolve } from 'node:path'
import { EmbeddedRun, Feed, isProven, prepareEvents, startDashboard, type TickMessage } from '../local'
import { describe as describeDefinition } from '../pipeline'
import { parseArguments, speedOf, wholeNumber } from './arguments'
import { type Command, DONE, INVALID } from './command'
import { UsageError } from './errors'
import { findEvents } from './find-events'
import { loadPipeline } from './load-pipeline'
import { ProgressBar } from './progress-bar'
import { summaryTable } from './summary-table'
import type { Terminal } from './terminal'

const defaultPort = 4400
/** An hour of events each second. */
const defaultSpeed = 3600

const options = {
  events: { type: 'string' },
  speed: { type: 'string' },
  partitions: { type: 'string' },
  port: { type: 'string' },
  directory: { type: 'string' },
  once: { type: 'boolean' },
} as const

/** `streambed dev`. */
export const dev: Command = {
  help: `Usage: streambed dev <pipeline> [options]

Replays events through a pipeline: an embedded log, a worker process, Delta tables, and a live page that shows it all. The page's crash button
kills the worker with SIGKILL; the counters then prove that nothing was lost or doubled. Ctrl-C ends it.

Options:
  --events FILE      events as JSON lines or CSV, also .gz; default: the only file in data/ beside the pipeline
  --speed FACTOR     how much faster than the events happened: 1000x, or max; default 3600x (an hour each second), with --once max
  --partitions N     partitions of the log, 1 to 64; default 4
  --port N           the page's port; default 4400, or the next free one
  --directory DIR    where log, checkpoints and tables go; default .streambed/<name>;
                     what an earlier replay left there is removed
  --once             no page: replay everything with a progress bar, print a summary and end

Examples:
  streambed dev examples/posts/pipeline.ts
  streambed dev examples/posts/pipeline.ts --speed 20000x
  streambed dev pipeline.ts --events events.jsonl.gz --once

Exit code: 0 done, 1 the pipeline or its input is invalid or the proof failed, 2 wrong usage.
`,
  async run(commandArguments, terminal) {
    const { pipeline, values } = parseArguments(commandArguments, options, 'streambed dev examples/posts/pipeline.ts')
    const once = values.once ?? false
    const speed = speedOf(values.speed, once ? null : defaultSpeed)
    const partitions = wholeNumber('partitions', values.partitions, 4, 1, 64)
    const port = wholeNumber('port', values.port, defaultPort, 1, 65_535)
    const definition = await loadPipeline(pipeline)
    const file = findEvents(pipeline, values.events)
    if (file === '-') throw new UsageError('--events - is not possible here: a replay needs a file; streambed run reads the standard input')
    const events = await prepareEvents(file, definition.source, partitions)
    const directory = resolve(values.directory ?? join('.streambed', definition.name))
    const setting = { definition, events, directory, speed, keepsSpare: !once }
    return once ? replayOnce(setting, terminal) : showLive(setting, port, relative('.', file), terminal)
  },
}

type Setting = Parameters<typeof EmbeddedRun.prepare>[0]

async function replayOnce(setting: Setting, terminal: Terminal): Promise<number> {
  const bar = new ProgressBar(terminal, 'replaying', setting.events.count)
  const run = await EmbeddedRun.prepare(setting, { tick: message => bar.show(message.proof.eventsAccounted) })
  const stop = (): void => void run.stop()
  process.once('SIGINT', stop)
  const last = await run.run()
  bar.end()
  process.off('SIGINT', stop)
  return conclude(last, run.paths.tables, terminal)
}

async function showLive(setting: Setting, port: number, file: string, terminal: Terminal): Promise<number> {
  const { definition, events, speed } = setting
  const tableDirectory = relative('.', join(setting.directory, 'tables'))
  const description = describeDefinition(definition)
  const feed = new Feed({ definition, description, totalEvents: events.count, partitions: events.partitions, speed, tableDirectory })
  const run = await EmbeddedRun.prepare(setting, {
    tick: message => feed.tick(message),
    news: (output, news) => feed.news(output, news),
    side: items => feed.side(items),
    crash: (processId, inFlight) => feed.crash(processId, inFlight),
  })
  const dashboard = await startDashboard({ port, stream: feed.stream, actions: new Map([['/crash', () => void run.crash()]]) })
  if (dashboard.port !== port) terminal.error(`port ${port} is in use, took the next free one\n`)
  const pace = speed === null ? 'as fast as possible' : `${speed}x as fast as they happened`
  terminal.error(`${terminal.style('bold', definition.name)}: ${events.count} events of ${file}, ${pace}\n`)
  terminal.error(`live page:    ${terminal.style('cyan', dashboard.url)}\nDelta tables: ${tableDirectory}\nCtrl-C ends it\n`)
  const interrupted = new Promise<void>(resolve => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  const finished = run.run()
  const last = await Promise.race([finished, interrupted.then(() => undefined)])
  if (last !== undefined) {
    conclude(last, run.paths.tables, terminal)
    terminal.error(`the page stays at ${dashboard.url} until Ctrl-C\n`)
    await interrupted
  }
  await run.stop()
  await dashboard.close()
  const end = await finished
  terminal.error('\nended\n')
  return end.phase === 'failed' ? INVALID : DONE
}

function conclude(last: TickMessage, tables: string, terminal: Terminal): number {
  terminal.error(`\n${summaryTable(last)}\n`)
  if (last.phase === 'failed') {
    terminal.error(`${terminal.style('red', 'error:')} ${last.problem ?? 'the worker failed'}\n`)
    return INVALID
  }
  if (last.phase === 'running') return INVALID
  const { proof } = last
  const { crashes } = last.worker
  const after = crashes === 0 ? '' : ` after ${crashes === 1 ? 'one crash' : `${crashes} crashes`}`
  if (isProven(last))
    terminal.error(`${terminal.style('green', 'nothing lost, nothing doubled')}${after}; tables: ${relative('.', tables)}\n`)
  else {
    const counts = `${proof.lost} lost, ${proof.doubled} doubled, ${proof.different} different, ${proof.rowsFound} of ${proof.rowsExpected} found`
    terminal.error(`${terminal.style('red', 'the tables differ from an undisturbed run')}: ${counts}\n`)
  }
  return isProven(last) ? DONE : INVALID
}
