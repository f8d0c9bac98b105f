import {
  boolean,
  count,
  hour,
  int64,
  max,
  optional,
  pipeline,
  quantile,
  source,
  string,
  sum,
  table,
  timestamp,
  topK,
  tumbling,
} from '../..'

const edits = source('edits', {
  schema: {
    time: timestamp(),
    channel: string(),
    namespace: string(),
    countryIsoCode: optional(string()),
    isAnonymous: boolean(),
    isMinor: boolean(),
    isNew: boolean(),
    isRobot: boolean(),
    delta: int64(),
    added: int64(),
    deleted: int64(),
  },
  eventTime: 'time',
  partitionKey: 'channel',
  maxDelay: '1 minute',
})

/** A day of edits: by country and robot flag, and by the language of the encyclopedia. */
export const wikipediaEdits = pipeline('wikipedia-edits', edits)
  .output(events =>
    events
      .groupBy(edit => ({ country: edit.countryIsoCode.coalesce('unknown') }), 'isRobot')
      .window(tumbling('15 minutes'))
      .aggregate({ edits: count(), added: sum('added'), deleted: sum('deleted'), largest: max('added') })
      .into(table('country_edits', { partitionBy: [hour('windowStart')] })),
  )
  // The partition key is the group key: no second stage is needed.
  .output(events =>
    events
      .where(edit => edit.namespace.eq('Main'))
      .groupBy('channel')
      .window(tumbling('1 hour'))
      .aggregate({ edits: count(), medianDelta: quantile('delta', 0.5), countries: topK('countryIsoCode', 3) })
      .having(row => row.edits.gte(10))
      .into(table('channel_edits')),
  )
