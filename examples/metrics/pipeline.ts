import {
  avg,
  boolean,
  count,
  day,
  double,
  hopping,
  max,
  min,
  pipeline,
  quantile,
  session,
  source,
  string,
  table,
  timestamp,
  tumbling,
} from '../..'

const readings = source('readings', {
  schema: {
    series: string(),
    timestamp: timestamp('sql'),
    value: double(),
    anomalous: boolean().named('in_anomaly_window'),
  },
  eventTime: 'timestamp',
  partitionKey: 'series',
  maxDelay: '10 minutes',
})

/** How servers do: hour by hour, with the last hour every ten minutes, and the times that a person called unusual. */
export const serverMetrics = pipeline('server-metrics', readings)
  .output(events =>
    events
      .derive(reading => ({ machine: reading.series.splitPart('/', 2) }))
      .groupBy('machine')
      .window(tumbling('6 hours'))
      .aggregate({ readings: count(), least: min('value'), mean: avg('value'), most: max('value'), p95: quantile('value', 0.95) })
      .into(table('machine_hours', { partitionBy: [day('windowStart')] })),
  )
  .output(events =>
    events
      .where(reading => reading.series.contains('cpu_utilization'))
      .groupBy('series')
      .window(hopping('1 hour', { every: '10 minutes' }))
      .aggregate({ mean: avg('value'), most: max('value') })
      .having(row => row.mean.gt(90))
      .into(table('busy_processors')),
  )
  .output(events =>
    events
      .where(reading => reading.anomalous)
      .groupBy('series')
      .window(session('1 hour'))
      .aggregate({ readings: count(), most: max('value') })
      .into(table('unusual_times')),
  )
