import { count, day, int64, optional, pipeline, source, string, sum, table, timestamp, tumbling } from '../../../index'

const schema = { shop: string(), at: timestamp('epoch-ms'), cents: int64() }
const more = { eventTime: 'at', partitionKey: 'shop', maxDelay: '1 minute' } as const
const sales = source('sales', { schema, ...more })

/** A pipeline whose windows are closed by the shard's own processor: the smallest deployment with state. */
export const salesByShop = pipeline('sales', sales).output(events =>
  events
    .groupBy('shop')
    .window(tumbling('1 hour'))
    .aggregate({ sales: count(), cents: sum('cents') })
    .into(table('sales_by_shop', { partitionBy: [day('windowStart')] })),
)

/** The same output of events with one more member, of which it knows nothing. */
export const salesNoted = pipeline('sales', source('sales', { schema: { ...schema, note: optional(string()) }, ...more })).output(events =>
  events
    .groupBy('shop')
    .window(tumbling('1 hour'))
    .aggregate({ sales: count(), cents: sum('cents') })
    .into(table('sales_by_shop', { partitionBy: [day('windowStart')] })),
)

/** The same output under another name. */
export const salesRenamed = { definition: { ...salesByShop.definition, name: 'sales-of-shops' } }

/** The same output over other windows: what is stored for the first is no state of this one. */
export const salesByDay = pipeline('sales', sales).output(events =>
  events
    .groupBy('shop')
    .window(tumbling('1 day'))
    .aggregate({ sales: count(), cents: sum('cents') })
    .into(table('sales_by_shop', { partitionBy: [day('windowStart')] })),
)
