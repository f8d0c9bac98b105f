import type { ArchivePlan } from './catalog-plan'
import type { FunctionPlan, KinesisLambdaLakePlan, StreamPlan } from './plan'
import { PRICES } from './prices'
import { batchLoad, rounded } from './sizes'
import { type CostLine, GB, HOURS_PER_MONTH, onDemandStream, provisionedStream, SECONDS_PER_MONTH, shown } from './stream-cost'
import { shardsOf } from './streams'

export interface CostGroup {
  readonly service: string
  readonly lines: readonly CostLine[]
  readonly usd: number
}

/** What a plan costs a month at its load, at the list prices of `prices.ts`. */
export interface Cost {
  readonly groups: readonly CostGroup[]
  readonly usd: number
  /** What the numbers rest on beside prices. */
  readonly assumptions: readonly string[]
}

/** What one commit of a shard writes and reads in DynamoDB: head and outbox item in a transaction (2 × 1 KB, twice), a chunk of 4 KB; the head again. */
const COMMIT = { writeUnits: 8, readUnits: 2 } as const
const LOG_BYTES = 1536
const PUBLISH_SECONDS = 3
const TICK_SECONDS = 0.3
const METRICS_A_READER = 7
/** Of gzip or Parquet against JSON. */
const COMPRESSION = 0.25
const SHUFFLE_MESSAGE_BYTES = 1024
/** Firehose bills objects by so many bytes. */
const FIREHOSE_BYTES = 5120

export function costOf(plan: KinesisLambdaLakePlan): Cost {
  const calls = callsOf(plan)
  const groups = [
    ...plan.streams
      .filter(({ existing }) => existing === null)
      .map(stream => group(`Kinesis, ${stream.role}`, streamLines(plan, stream, calls))),
    group('Lambda', lambdaLines(plan, calls)),
    group('DynamoDB', stateLines(calls)),
    group('S3', lakeLines(plan, calls)),
    ...(plan.archive === null ? [] : [group('Firehose', archiveLines(plan, plan.archive))]),
    group('CloudWatch', watchLines(plan, calls)),
    group('KMS, Scheduler', otherLines(plan)),
  ]
  return {
    groups,
    usd: sum(groups),
    assumptions: [
      `${shown(calls.commits)} commits/s: each shard one batch per batching window; ${COMMIT.writeUnits} write units and ${COMMIT.readUnits} read units a commit`,
      `an invocation of process takes ${rounded(calls.processMs)} ms and logs ${LOG_BYTES} B; publish ${PUBLISH_SECONDS} s, tick ${TICK_SECONDS} s`,
      `stored: a month of what outputs without windows write, a quarter of its JSON; windows are not counted, nor queries (${PRICES.scannedTb.usd} USD per TB scanned) nor traffic out of AWS`,
    ],
  }
}

interface Calls {
  /** Invocations of process a second, and how long each takes. */
  readonly reads: number
  readonly processMs: number
  readonly merge: number
  /** Messages of the shuffle a second. */
  readonly messages: number
  readonly commits: number
}

function callsOf(plan: KinesisLambdaLakePlan): Calls {
  const { load, functions, streams, deployedState } = plan
  const [events, shuffle] = streams
  const shards = shardsOf(events, load)
  const reader = functions.find(({ role }) => role === 'process')
  const mapping = reader?.mapping
  const outputs = Object.values(deployedState.outputs)
  const batch = batchLoad(
    {
      eventsPerSecond: load.eventsPerSecond / shards,
      batchSize: mapping?.batchSize ?? 1,
      windowSeconds: mapping?.batchingWindowSeconds ?? 0,
      outputs: outputs.length,
    },
    reader?.memoryMb ?? 0,
  )
  const reads = batch.invocationsPerSecond * shards
  const merged = outputs.filter(output => output.merged).length
  const messages = reads * merged * (deployedState.mergePartitions ?? 0)
  const merge = shuffle === undefined ? 0 : (shuffle.shards ?? ON_DEMAND_SHARDS) / Math.max(1, mapping?.batchingWindowSeconds ?? 0)
  return { reads, processMs: batch.durationMs, merge: Math.min(merge, messages), messages, commits: reads + Math.min(merge, messages) }
}

const ON_DEMAND_SHARDS = 4

function streamLines({ load }: KinesisLambdaLakePlan, stream: StreamPlan, { messages }: Calls): readonly CostLine[] {
  const own = stream.role === 'events' ? load : { ...load, eventsPerSecond: messages, averageEventBytes: SHUFFLE_MESSAGE_BYTES }
  return stream.shards === null ? onDemandStream(own, stream.retentionHours) : provisionedStream(own, stream.shards, stream.retentionHours)
}

function lambdaLines({ functions }: KinesisLambdaLakePlan, { reads, processMs, merge }: Calls): readonly CostLine[] {
  const perSecond = (role: FunctionPlan['role'], minutes: number) =>
    role === 'process' ? reads : role === 'merge' ? merge : 1 / (60 * minutes)
  const seconds = { process: processMs / 1000, merge: processMs / 1000, publish: PUBLISH_SECONDS, tick: TICK_SECONDS }
  return functions.flatMap(plan => {
    const rate = perSecond(plan.role, minutesOf(plan))
    const millions = (rate * SECONDS_PER_MONTH) / 1e6
    const gbSeconds = millions * 1e6 * seconds[plan.role] * (plan.memoryMb / 1024)
    const price = plan.architecture === 'arm64' ? PRICES.lambdaGbSecond.usd : PRICES.lambdaGbSecondX86.usd
    return [
      line(
        `${plan.role}, time`,
        `${shown(millions)} M × ${shown(seconds[plan.role])} s × ${plan.memoryMb} MB × ${price}`,
        gbSeconds * price,
      ),
      line(`${plan.role}, requests`, `${shown(millions)} M × ${PRICES.lambdaMillion.usd}`, millions * PRICES.lambdaMillion.usd),
    ]
  })
}

function minutesOf({ schedule }: FunctionPlan): number {
  return Number(/\d+/.exec(schedule?.expression ?? '')?.[0] ?? 1)
}

function stateLines({ commits }: Calls): readonly CostLine[] {
  const millions = (commits * SECONDS_PER_MONTH) / 1e6
  return [
    line(
      'writes',
      `${shown(millions)} M × ${COMMIT.writeUnits} × ${PRICES.writeMillion.usd}`,
      millions * COMMIT.writeUnits * PRICES.writeMillion.usd,
    ),
    line(
      'reads',
      `${shown(millions)} M × ${COMMIT.readUnits} × ${PRICES.readMillion.usd}`,
      millions * COMMIT.readUnits * PRICES.readMillion.usd,
    ),
  ]
}

function lakeLines({ load, functions, deployedState, archive }: KinesisLambdaLakePlan, { commits }: Calls): readonly CostLine[] {
  const publish = functions.find(({ role }) => role === 'publish')
  const commitsOfTables =
    (SECONDS_PER_MONTH / 60 / (publish === undefined ? 1 : minutesOf(publish))) * Object.keys(deployedState.outputs).length
  // A data file and an entry of the log for each table.
  const puts = (commits * SECONDS_PER_MONTH + 2 * commitsOfTables) / 1000
  const gets = (commits * SECONDS_PER_MONTH + commitsOfTables) / 1000
  const raw = Object.values(deployedState.outputs).filter(({ state }) => state === null).length + (archive === null ? 0 : 1)
  const gb = (raw * load.eventsPerSecond * load.averageEventBytes * COMPRESSION * SECONDS_PER_MONTH) / GB
  return [
    line('writes', `${shown(puts)} K × ${PRICES.s3Put.usd}`, puts * PRICES.s3Put.usd),
    line('reads', `${shown(gets)} K × ${PRICES.s3Get.usd}`, gets * PRICES.s3Get.usd),
    ...(raw === 0 ? [] : [line('stored, each month more', `${shown(gb)} GB × ${PRICES.s3Gb.usd}`, gb * PRICES.s3Gb.usd)]),
  ]
}

function archiveLines({ load, streams: [events] }: KinesisLambdaLakePlan, { form }: ArchivePlan): readonly CostLine[] {
  const isTable = form === 'iceberg'
  const billedBytes = isTable ? load.averageEventBytes : Math.ceil(load.averageEventBytes / FIREHOSE_BYTES) * FIREHOSE_BYTES
  const gb = (load.eventsPerSecond * billedBytes * SECONDS_PER_MONTH) / GB
  const price = isTable ? PRICES.firehoseIcebergGb.usd : PRICES.firehoseGb.usd
  const readGb = (load.eventsPerSecond * load.averageEventBytes * SECONDS_PER_MONTH) / GB
  return [
    line(isTable ? 'rows' : 'records, each as 5 KB', `${shown(gb)} GB × ${price}`, gb * price),
    // Shards let two read for nothing.
    ...(events.mode === 'on-demand'
      ? [line('read once more', `${shown(readGb)} GB × ${PRICES.onDemandOutGb.usd}`, readGb * PRICES.onDemandOutGb.usd)]
      : []),
  ]
}

function watchLines({ alarms, functions }: KinesisLambdaLakePlan, { reads, merge }: Calls): readonly CostLine[] {
  const metrics = functions.filter(({ mapping }) => mapping !== null).length * METRICS_A_READER
  const gb = ((reads + merge) * LOG_BYTES * SECONDS_PER_MONTH) / GB
  return [
    line('alarms', `${alarms.length} × ${PRICES.alarm.usd}`, alarms.length * PRICES.alarm.usd),
    line('metrics', `${metrics} × ${PRICES.metric.usd}`, metrics * PRICES.metric.usd),
    line('dashboard', `1 × ${PRICES.dashboard.usd}`, PRICES.dashboard.usd),
    line('logs', `${shown(gb)} GB × ${PRICES.logGb.usd}`, gb * PRICES.logGb.usd),
  ]
}

function otherLines({ functions }: KinesisLambdaLakePlan): readonly CostLine[] {
  const scheduled = functions.filter(({ schedule }) => schedule !== null)
  const millions = scheduled.reduce((calls, plan) => calls + (HOURS_PER_MONTH * 60) / minutesOf(plan), 0) / 1e6
  return [
    line('key', `1 × ${PRICES.keyMonth.usd}`, PRICES.keyMonth.usd),
    line('schedules', `${shown(millions)} M × ${PRICES.scheduleMillion.usd}`, millions * PRICES.scheduleMillion.usd),
  ]
}

const line = (part: string, arithmetic: string, usd: number): CostLine => ({ part, arithmetic, usd })
const sum = (parts: readonly { readonly usd: number }[]): number => parts.reduce((total, { usd }) => total + usd, 0)
const group = (service: string, lines: readonly CostLine[]): CostGroup => ({ service, lines, usd: sum(lines) })
