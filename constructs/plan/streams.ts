import { DEFAULTS } from './defaults'
import type { NameChild } from './names'
import type { Decision, Load, Removal, StreamPlan } from './plan'
import { arnOf } from './references'
import type { StreamSettings } from './settings'
import { KINESIS_LIMITS, shardsFor } from './sizes'
import { onDemandStreamUsd, provisionedStreamUsd } from './stream-cost'

export interface PlannedStream {
  readonly plan: StreamPlan
  readonly decision: Decision
}

/** The stream of events: its mode by what is cheaper at the rate, its shards by the limits of a shard. */
export function planEvents(settings: StreamSettings, load: Load, environment: 'dev' | 'prod', removal: Removal): PlannedStream {
  const { existing } = settings
  const retentionHours = settings.retentionHours ?? DEFAULTS.retentionHours[environment]
  const sized = shardsFor(load.eventsPerSecond, load.averageEventBytes)
  const shards = settings.shards ?? sized.value
  const provisioned = provisionedStreamUsd(load, shards, retentionHours)
  const onDemand = onDemandStreamUsd(load, retentionHours)
  const cheaper = onDemand < provisioned ? 'on-demand' : 'provisioned'
  const mode = settings.mode ?? (settings.shards !== undefined ? 'provisioned' : load.isAssumed ? 'on-demand' : cheaper)
  const plan: StreamPlan = {
    child: 'events',
    role: 'events',
    existing: existing === undefined ? null : { arn: existing.arn, keyArn: existing.keyArn ?? null },
    mode,
    shards: mode === 'provisioned' ? shards : null,
    retentionHours,
    key: arnOf('key'),
    removal,
  }
  return { plan, decision: decide() }

  function decide(): Decision {
    if (existing !== undefined) return { what: 'events: the stream that is there', reason: 'settings.stream.existing' }
    const costs = `on-demand ${usd(onDemand)}, provisioned ${usd(provisioned)} a month`
    if (mode === 'on-demand') {
      const why = settings.mode !== undefined ? 'settings.stream.mode' : load.isAssumed ? 'the rate is not known' : 'cheaper'
      return { what: 'events: on-demand', reason: `${why} (${costs}); shards follow the rate`, source: KINESIS_LIMITS }
    }
    const why = settings.shards !== undefined ? 'settings.stream.shards' : sized.reason
    return { what: `events: ${shards} shard${shards === 1 ? '' : 's'}`, reason: `${why} (${costs})`, source: KINESIS_LIMITS }
  }
}

/** Partial windows are a fraction of the events: a quarter of the shards, where those were set; else on-demand as the events are. */
export function planShuffle(child: NameChild, events: StreamPlan, mergePartitions: number): PlannedStream {
  const shards = events.shards === null ? null : Math.max(1, Math.min(mergePartitions, Math.ceil(events.shards / 4)))
  const plan: StreamPlan = {
    child: child('shuffle'),
    role: 'shuffle',
    existing: null,
    mode: events.mode,
    shards,
    // Partials that are lost can't be made again: as long as the events.
    retentionHours: events.retentionHours,
    key: arnOf('key'),
    removal: events.removal,
  }
  const what = `shuffle: ${shards === null ? 'on-demand' : `${shards} shard${shards === 1 ? '' : 's'}`}, ${mergePartitions} partitions`
  return {
    plan,
    decision: {
      what,
      reason: 'an output is grouped by other fields than the partition key: its partial windows are merged by a second function',
    },
  }
}

const usd = (amount: number): string => `${Math.round(amount).toLocaleString('en-US')} USD`

/** Shards of the stream, or of an on-demand one as many as its rate needs: it begins with four. */
export function shardsOf({ shards, existing, mode }: StreamPlan, { eventsPerSecond, averageEventBytes }: Load): number {
  if (shards !== null && existing === null) return shards
  const needed = shardsFor(eventsPerSecond, averageEventBytes).value
  return mode === 'on-demand' ? Math.max(ON_DEMAND_SHARDS, needed) : needed
}

/** https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html */
const ON_DEMAND_SHARDS = 4
