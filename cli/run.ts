import { writeFileSync } from 'node:fs'
import { partitionedFile, validUtf8 } from '../local'
import type { Definition, Output } from '../pipeline'
import { runBounded } from '../runtime'
import { parseArguments, wholeNumber } from './arguments'
import { type Command, DONE } from './command'
import { UsageError } from './errors'
import { findEvents } from './find-events'
import { loadPipeline } from './load-pipeline'
import { ProgressBar } from './progress-bar'
import { reportText, runReport } from './run-report'
import { RunSink } from './run-sink'
import type { Terminal } from './terminal'

const options = {
  events: { type: 'string' },
  rows: { type: 'string' },
  output: { type: 'string' },
  late: { type: 'string' },
  'dead-letters': { type: 'string' },
  table: { type: 'string' },
  partitions: { type: 'string' },
  batch: { type: 'string' },
  report: { type: 'string' },
} as const

/** `streambed run`. */
export const run: Command = {
  help: `Usage: streambed run <pipeline> [options]

Processes events from beginning to end, and closes all windows. Rows are JSON lines in the order in which windows close:
{"windowStart":ms,"windowEnd":ms,<keys>,<aggregates>}

A pipeline with one windowed output (or one output at all) prints its rows. Where there are several, choose one with --output, or give --rows a
directory (a name that ends in /) for a file <output>.jsonl each.

Options:
  --events FILE         JSON lines or CSV, also .gz; - for standard input; default: the only file in data/ beside the pipeline
  --rows FILE           where rows go; also .gz; - (default) for standard output; DIR/ for a file each output
  --output NAME         the output whose rows are wanted
  --late FILE           late events: {"output","eventTime","watermark","position","record"}
  --dead-letters FILE   {"output","code","path","message","position","record"}; record is base64 of the original bytes
  --table DIR           Delta tables in DIR/<output>; must not exist yet
  --partitions N        partitions that the events are spread over, 1 to 64; default 1
  --batch N             events for each batch, 1 to 1000000; default 4096; the rows don't depend on it
  --report FILE         counts and times as JSON; - for standard error

Examples:
  streambed run examples/earthquakes/pipeline.ts --output region_days --late late.jsonl
  zcat posts.jsonl.gz | streambed run pipeline.ts --events - --rows rows.jsonl.gz
  streambed run examples/posts/pipeline.ts --rows rows/ --table tables --report -

Exit code: 0 done (dead letters and late events included), 1 the pipeline or its input is invalid, 2 wrong usage.
`,
  async run(commandArguments, terminal) {
    const { pipeline, values } = parseArguments(commandArguments, options, 'streambed run pipeline.ts --events events.jsonl')
    const partitions = wholeNumber('partitions', values.partitions, 1, 1, 64)
    const batch = wholeNumber('batch', values.batch, 4096, 1, 1_000_000)
    const definition = await loadPipeline(pipeline)
    const rows = values.rows ?? '-'
    const wanted = wantedOutputs(definition, values.output, rows.endsWith('/'), values.rows === undefined && values.table !== undefined)
    const file = findEvents(pipeline, values.events)
    const sink = await RunSink.open(definition, wanted, {
      rows,
      late: values.late,
      deadLetters: values['dead-letters'],
      table: values.table,
    })
    const startedAt = Date.now()
    const bar = new ProgressBar(terminal, 'processing', null)
    const report = await sink.closing(
      runBounded({
        validUtf8,
        definition,
        partitions: partitionedFile(file, definition.source, partitions, batch),
        ports: { sink, deadLetters: sink },
        onProgress: progress => bar.show(progress.events),
      }),
    )
    bar.end()
    if (values.report !== undefined)
      writeReport(values.report, reportText(runReport(definition, report, sink, Date.now() - startedAt)), terminal)
    return DONE
  },
}

function wantedOutputs(definition: Definition, named: string | undefined, directory: boolean, onlyTable: boolean): readonly Output[] {
  const names = definition.outputs.map(output => output.name).join(', ')
  if (named !== undefined) {
    const output = definition.outputs.find(candidate => candidate.name === named)
    if (output) return [output]
    throw new UsageError(`--output got '${named}'; outputs are ${names}`)
  }
  if (directory) return definition.outputs
  if (definition.outputs.length === 1) return definition.outputs
  const windowed = definition.outputs.filter(output => output.windowed !== null)
  if (windowed.length === 1) return windowed
  if (onlyTable) return []
  throw new UsageError(`the pipeline has several outputs (${names}); choose one with --output, or give --rows a directory such as rows/`)
}

function writeReport(path: string, text: string, terminal: Terminal): void {
  if (path === '-') terminal.error(text)
  else writeFileSync(path, text)
}
