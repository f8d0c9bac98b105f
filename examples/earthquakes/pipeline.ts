import { avg, count, day, double, int64, max, optional, pipeline, source, string, table, timestamp, tumbling } from '../..'

const earthquakes = source('earthquakes', {
  schema: {
    id: string(),
    time: timestamp(),
    updated: timestamp(),
    latitude: double(),
    longitude: double(),
    depth: optional(double()),
    mag: optional(double()),
    magType: optional(string()),
    net: string(),
    place: optional(string()),
    type: string(),
    status: string(),
  },
  eventTime: 'time',
  partitionKey: 'net',
  // Half of the reports come more than a day late. What comes even later goes to the late output.
  maxDelay: '3 days',
})

/** Where the earth shook: by day and a region that is derived from the coordinates. */
export const earthquakeRegions = pipeline('earthquake-regions', earthquakes)
  .output(events =>
    events
      .where(quake => quake.type.eq('earthquake'))
      .groupBy(quake => ({
        // Cells of ten degrees, by their south-western corner.
        south: quake.latitude.dividedBy(10).floor().times(10).cast(int64()),
        west: quake.longitude.dividedBy(10).floor().times(10).cast(int64()),
      }))
      .window(tumbling('1 day'))
      .aggregate({ quakes: count(), strongest: max('mag'), meanDepth: avg('depth') })
      .having(row => row.quakes.gte(2))
      .into(table('region_days', { partitionBy: [day('windowStart')] })),
  )
  .output(events =>
    events
      .where(quake => quake.mag.gte(4.5))
      .select('id', 'time', 'mag', 'place', 'status')
      .into(table('strong_quakes')),
  )
