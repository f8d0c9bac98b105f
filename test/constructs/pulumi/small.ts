import { count, day, int64, pipeline, source, string, sum, table, timestamp, tumbling } from '../../..'

const sales = source('sales', {
  schema: { shop: string(), at: timestamp('epoch-ms'), cents: int64() },
  eventTime: 'at',
  partitionKey: 'shop',
  maxDelay: '1 minute',
})

/** A pipeline whose windows are closed by the shard's own processor: the smallest deployment with state. */
export const salesByShop = pipeline('sales', sales).output(events =>
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
