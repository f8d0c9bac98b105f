import { count, day, int64, max, pipeline, source, string, sum, table, timestamp, tumbling } from '../../../../pipeline'

const clicks = source('clicks', {
  schema: { id: string(), user: string(), page: string(), at: timestamp('epoch-ms'), value: int64() },
  eventTime: 'at',
  partitionKey: 'user',
  maxDelay: '10 seconds',
  idleTimeout: '1 minute',
})

/** By the partition key: a shard's own windows are rows. */
export const byUser = pipeline('by-user', clicks)
  .output(events =>
    events
      .groupBy('user')
      .window(tumbling('1 minute'))
      .aggregate({ clicks: count(), value: sum('value'), last: max('at') })
      .into(table('user_minutes', { partitionBy: [day('windowStart')] })),
  )
  .output(events => events.where(click => click.value.gte(90)).into(table('large_clicks')))

/** By another key: windows are merged over shards. */
export const byPage = pipeline('by-page', clicks)
  .output(events =>
    events
      .groupBy('page')
      .window(tumbling('1 minute'))
      .aggregate({ clicks: count(), value: sum('value') })
      .into(table('page_minutes')),
  )
  .output(events => events.into(table('all_clicks')))

/** No windows: any source of events will do. */
export const archive = pipeline('archive', clicks).output(events => events.into(table('all_clicks')))

export interface Click {
  readonly id: string
  readonly user: string
  readonly page: string
  readonly at: number
  readonly value: number
}

export const START = Date.UTC(2026, 0, 1)
export const bytesOfClick = (click: Click) => new TextEncoder().encode(JSON.stringify(click))
