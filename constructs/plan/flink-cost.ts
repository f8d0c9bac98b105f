import type { Cost, CostGroup } from './cost'
import type { KinesisFlinkLakePlan } from './flink-plan'
import { PRICES } from './prices'
import { type CostLine, GB, HOURS_PER_MONTH, onDemandStream, provisionedStream, SECONDS_PER_MONTH, shown } from './stream-cost'

/** Of each KPU. https://docs.aws.amazon.com/managed-flink/latest/java/how-scaling.html */
const RUNNING_STORAGE_GB = 50
const COMPRESSION = 0.25

/** What a plan with Managed Flink costs a month at its load. */
export function flinkCostOf(plan: KinesisFlinkLakePlan): Cost {
  const groups = [
    ...plan.streams
      .filter(({ existing }) => existing === null)
      .map(stream =>
        group(
          'Kinesis, events',
          stream.shards === null
            ? onDemandStream(plan.load, stream.retentionHours)
            : provisionedStream(plan.load, stream.shards, stream.retentionHours),
        ),
      ),
    group('Kinesis, written', sinkLines(plan)),
    group('Managed Flink', applicationLines(plan)),
    group('S3', lakeLines(plan)),
    group('CloudWatch', [
      line('alarms', `${plan.alarms.length} × ${PRICES.alarm.usd}`, plan.alarms.length * PRICES.alarm.usd),
      line('dashboard', `1 × ${PRICES.dashboard.usd}`, PRICES.dashboard.usd),
    ]),
    group('KMS', [line('key', `1 × ${PRICES.keyMonth.usd}`, PRICES.keyMonth.usd)]),
  ].filter(({ lines }) => lines.length > 0)
  return {
    groups,
    usd: groups.reduce((total, { usd }) => total + usd, 0),
    assumptions: [
      'the KPUs of the plan, always running, and one for orchestration; how many events a KPU takes was not measured on the service',
      `stored: a month of what outputs without windows write, a quarter of its JSON; windows, snapshots, logs, queries (${PRICES.scannedTb.usd} USD per TB scanned) and traffic out of AWS are not counted`,
    ],
  }
}

function sinkLines({ sinkStreams }: KinesisFlinkLakePlan): readonly CostLine[] {
  const shards = sinkStreams.reduce((sum, sink) => sum + sink.shards, 0)
  return shards === 0
    ? []
    : provisionedStream({ eventsPerSecond: 0, averageEventBytes: 0, isAssumed: true }, shards, sinkStreams[0].retentionHours).filter(
        ({ usd }) => usd > 0,
      )
}

function applicationLines({ application }: KinesisFlinkLakePlan): readonly CostLine[] {
  const kpus = Math.ceil(application.parallelism / application.parallelismPerKpu)
  const storageGb = kpus * RUNNING_STORAGE_GB
  return [
    line('KPUs', `(${kpus} + 1) × ${HOURS_PER_MONTH} h × ${PRICES.kpuHour.usd}`, (kpus + 1) * HOURS_PER_MONTH * PRICES.kpuHour.usd),
    line('running storage', `${storageGb} GB × ${PRICES.runningStorageGb.usd}`, storageGb * PRICES.runningStorageGb.usd),
  ]
}

/** A data file of each task for each table, and two of Iceberg's metadata, at each checkpoint. */
function lakeLines({ application, deployedState, load }: KinesisFlinkLakePlan): readonly CostLine[] {
  const outputs = Object.values(deployedState.outputs)
  const checkpoints = SECONDS_PER_MONTH / (application.checkpoints.intervalMs / 1000)
  const puts = (checkpoints * outputs.length * (application.parallelism + 2)) / 1000
  const raw = outputs.filter(({ state }) => state === null).length
  const gb = (raw * load.eventsPerSecond * load.averageEventBytes * COMPRESSION * SECONDS_PER_MONTH) / GB
  return [
    line('writes', `${shown(puts)} K × ${PRICES.s3Put.usd}`, puts * PRICES.s3Put.usd),
    ...(raw === 0 ? [] : [line('stored, each month more', `${shown(gb)} GB × ${PRICES.s3Gb.usd}`, gb * PRICES.s3Gb.usd)]),
  ]
}

const line = (part: string, arithmetic: string, usd: number): CostLine => ({ part, arithmetic, usd })
const group = (service: string, lines: readonly CostLine[]): CostGroup => ({
  service,
  lines,
  usd: lines.reduce((sum, { usd }) => sum + usd, 0),
})
