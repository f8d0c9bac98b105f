import { writeFileSync } from 'node:fs'
import {
  costOf,
  flinkCostOf,
  graphOfFlinkPlan,
  graphOfPlan,
  type KinesisFlinkLakePlan,
  type KinesisLambdaLakePlan,
  planKinesisFlinkLake,
  planKinesisLambdaLake,
} from '../constructs/plan'
import { graphToMermaid, graphToSvg } from '../pipeline'
import { parseArguments, wholeNumber } from './arguments'
import { type Command, DONE } from './command'
import { UsageError } from './errors'
import { loadPipeline } from './load-pipeline'
import { planText } from './plan-text'
import { rateOf } from './rate'

const options = {
  target: { type: 'string' },
  engine: { type: 'string' },
  rate: { type: 'string' },
  'event-bytes': { type: 'string' },
  environment: { type: 'string' },
  archive: { type: 'string' },
  diagram: { type: 'string' },
  json: { type: 'boolean' },
  out: { type: 'string' },
} as const

/** `streambed plan`. */
export const plan: Command = {
  help: `Usage: streambed plan <pipeline> --target aws [options]

Says what would be deployed, why in those sizes, and what it would cost a month. Asks no cloud and needs no credentials.

Options:
  --target NAME        aws: Kinesis, S3, Glue and Athena
  --engine NAME        lambda (our runtime; Delta tables) or flink (Managed Flink; Iceberg tables); default: lambda
  --rate N             events a second, as 250, 10k or 2.5k; default: unknown, with the cost of 100
  --event-bytes N      size of an event as producers write it, 1 to 1048576; default: 512
  --environment NAME   dev or prod, which retains and protects what holds data; default: dev
  --archive FORM       with lambda: objects (records as they came) or iceberg (a table of JSON's members); default: none
  --diagram FORMAT     svg or mermaid: what would be deployed, as a picture instead
  --json               the whole plan with its cost, for programs
  --out FILE           the file to write; default: standard output

Examples:
  streambed plan examples/posts/pipeline.ts --target aws
  streambed plan examples/posts/pipeline.ts --target aws --rate 10k --environment prod
  streambed plan examples/posts/pipeline.ts --target aws --rate 10k --diagram svg --out plan.svg
  streambed plan examples/earthquakes/pipeline.ts --target aws --engine flink --rate 1k

Exit code: 0 done, 1 the pipeline is invalid or can't be deployed there, 2 wrong usage.
`,
  async run(commandArguments, terminal) {
    const { pipeline, values } = parseArguments(commandArguments, options, 'streambed plan pipeline.ts --target aws')
    oneOf('target', values.target, ['aws'])
    if (values.engine !== undefined) oneOf('engine', values.engine, ['lambda', 'flink'])
    if (values.diagram !== undefined) oneOf('diagram', values.diagram, ['svg', 'mermaid'])
    if (values.json && values.diagram !== undefined) throw new UsageError('--json and --diagram do not go together')
    const environment = values.environment ?? 'dev'
    if (environment !== 'dev' && environment !== 'prod') throw new UsageError(`--environment got '${environment}'; allowed is dev or prod`)
    const { archive } = values
    if (archive !== undefined && archive !== 'objects' && archive !== 'iceberg')
      throw new UsageError(`--archive got '${archive}'; allowed is objects or iceberg`)
    if (archive !== undefined && values.engine === 'flink') throw new UsageError('--archive goes with the engine lambda alone')
    const settings = {
      environment,
      averageEventBytes: wholeNumber('event-bytes', values['event-bytes'], 512, 1, 1_048_576),
      ...(values.rate === undefined ? {} : { eventsPerSecond: rateOf(values.rate) }),
    } as const
    const definition = await loadPipeline(pipeline)
    const planned =
      values.engine === 'flink'
        ? planKinesisFlinkLake(definition, settings)
        : planKinesisLambdaLake(definition, { ...settings, ...(archive === undefined ? {} : { archive }) })
    const text = `${written(planned, values.json === true ? 'json' : (values.diagram ?? 'table')).trimEnd()}\n`
    if (values.out === undefined) terminal.out(text)
    else writeFileSync(values.out, text)
    return DONE
  },
}

function written(planned: KinesisLambdaLakePlan | KinesisFlinkLakePlan, form: string): string {
  const isFlink = planned.kind === 'kinesis-flink-lake'
  const cost = isFlink ? flinkCostOf(planned) : costOf(planned)
  if (form === 'json') return JSON.stringify({ plan: planned, cost }, null, 2)
  if (form === 'table') return planText(planned, cost)
  const graph = isFlink ? graphOfFlinkPlan(planned) : graphOfPlan(planned)
  return form === 'mermaid' ? graphToMermaid(graph) : graphToSvg(graph, `what is deployed for the pipeline ${planned.pipeline}`)
}

function oneOf(name: string, value: string | undefined, allowed: readonly string[]): void {
  if (value === undefined) throw new UsageError(`--${name} is needed: ${allowed.join(' or ')}`)
  if (!allowed.includes(value)) throw new UsageError(`--${name} got '${value}'; allowed is ${allowed.join(' or ')}`)
}
