import type { Load } from './plan'
import { PRICES } from './prices'

export const HOURS_PER_MONTH = 730
export const SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600
export const GB = 1024 ** 3

/** One line of a bill. */
export interface CostLine {
  readonly part: string
  /** `2 shards × 730 h × 0.015`. */
  readonly arithmetic: string
  readonly usd: number
}

/** A provisioned stream. */
export function provisionedStream(
  { eventsPerSecond, averageEventBytes }: Load,
  shards: number,
  retentionHours: number,
): readonly CostLine[] {
  const units = (eventsPerSecond * SECONDS_PER_MONTH * Math.max(1, Math.ceil(averageEventBytes / 25_600))) / 1e6
  const lines: CostLine[] = [
    {
      part: 'shards',
      arithmetic: `${shards} × ${HOURS_PER_MONTH} h × ${PRICES.shardHour.usd}`,
      usd: shards * HOURS_PER_MONTH * PRICES.shardHour.usd,
    },
    { part: 'records', arithmetic: `${shown(units)} M × ${PRICES.putMillion.usd}`, usd: units * PRICES.putMillion.usd },
  ]
  if (retentionHours > 24)
    lines.push({
      part: `${Math.min(retentionHours, 168)} h of retention`,
      arithmetic: `${shards} × ${HOURS_PER_MONTH} h × ${PRICES.shardHourExtended.usd}`,
      usd: shards * HOURS_PER_MONTH * PRICES.shardHourExtended.usd,
    })
  return [...lines, ...longTerm(eventsPerSecond * averageEventBytes, retentionHours)]
}

/** An on-demand stream with one reader. */
export function onDemandStream({ eventsPerSecond, averageEventBytes }: Load, retentionHours: number): readonly CostLine[] {
  const perSecond = eventsPerSecond * Math.ceil(averageEventBytes / 1024) * 1024
  const inGb = (perSecond * SECONDS_PER_MONTH) / GB
  const outGb = (eventsPerSecond * averageEventBytes * SECONDS_PER_MONTH) / GB
  const lines: CostLine[] = [
    { part: 'stream', arithmetic: `${HOURS_PER_MONTH} h × ${PRICES.streamHour.usd}`, usd: HOURS_PER_MONTH * PRICES.streamHour.usd },
    { part: 'in', arithmetic: `${shown(inGb)} GB × ${PRICES.onDemandInGb.usd}`, usd: inGb * PRICES.onDemandInGb.usd },
    { part: 'out', arithmetic: `${shown(outGb)} GB × ${PRICES.onDemandOutGb.usd}`, usd: outGb * PRICES.onDemandOutGb.usd },
  ]
  if (retentionHours > 24) {
    const storedGb = (perSecond * (Math.min(retentionHours, 168) - 24) * 3600) / GB
    lines.push({
      part: `${Math.min(retentionHours, 168)} h of retention`,
      arithmetic: `${shown(storedGb)} GB × ${PRICES.onDemandStoredGb.usd}`,
      usd: storedGb * PRICES.onDemandStoredGb.usd,
    })
  }
  return [...lines, ...longTerm(perSecond, retentionHours)]
}

function longTerm(bytesPerSecond: number, retentionHours: number): readonly CostLine[] {
  if (retentionHours <= 168) return []
  const gb = (bytesPerSecond * (retentionHours - 168) * 3600) / GB
  return [{ part: 'beyond 7 days', arithmetic: `${shown(gb)} GB × ${PRICES.longTermGb.usd}`, usd: gb * PRICES.longTermGb.usd }]
}

const total = (lines: readonly CostLine[]): number => lines.reduce((sum, { usd }) => sum + usd, 0)

export const provisionedStreamUsd = (load: Load, shards: number, retentionHours: number): number =>
  total(provisionedStream(load, shards, retentionHours))
export const onDemandStreamUsd = (load: Load, retentionHours: number): number => total(onDemandStream(load, retentionHours))

export function shown(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value >= 100 ? 0 : value >= 1 ? 1 : 3 })
}
