import { randomUUID } from 'node:crypto'
import type { Definition } from '../../pipeline'
import { type Clients, lambdaClients } from './aws-clients'
import type { Shard, StreamClient } from './clients/stream'
import type { TableClient } from './clients/table'
import { readEnvironment } from './environment'
import type { InvocationContext } from './events'
import { inTurns } from './in-turns'
import type { Log } from './log'
import { writeMetrics } from './metrics'
import { TICKS } from './names'
import { type HandlerOptions, surroundingsOf } from './options'
import { definitionOf, type PipelineOr } from './pipeline-of'
import type { ScheduledHandler } from './publish-handler'
import { TableStateStore } from './state-store'
import { tickRecord } from './tick-record'

const CONCURRENT_SHARDS = 8

export interface TickOptions extends HandlerOptions {
  readonly clients?: { readonly table: TableClient; readonly bucket: Clients['bucket']; readonly events: StreamClient }
}

/** What ticks need of a definition. */
export interface TickedSource extends Pick<Definition, 'name'> {
  readonly source: Pick<Definition['source'], 'name' | 'idleTimeoutMs'>
}

/**
 * The handler that puts a tick into each open shard that had no event for the source's `idleTimeout` and whose records were all processed: behind unread events a tick would
 * make what a slow producer still sends late. A tick takes effect through the log, so that it is processed exactly once as every record.
 *
 * @throws EnvironmentError where the function's environment is not complete; RangeError for a definition without `idleTimeout`.
 */
export function createTickHandler(pipeline: PipelineOr<TickedSource>, options: TickOptions = {}): ScheduledHandler {
  const definition = definitionOf(pipeline)
  const { idleTimeoutMs } = definition.source
  if (idleTimeoutMs === null)
    throw new RangeError(
      `source '${definition.source.name}' has no idleTimeout, so its shards get no ticks; give it one, or leave this function out`,
    )
  const { variables, now, writeLine, log } = surroundingsOf(options)
  const environment = readEnvironment(['stateTable', 'lakeBucket', 'streamName'], variables)
  const clients = options.clients ?? lambdaClients(environment)
  const { table, bucket, events } = clients
  if (events === undefined) throw new Error('ticks need a stream')
  const store = new TableStateStore({ table, bucket, now, newId: randomUUID })
  const ticks = new Ticks({ idleTimeoutMs, table, events, store, now })
  return async (_event, context: InvocationContext) => {
    const told = log.with({ pipeline: definition.name, requestId: context.awsRequestId })
    const count = await ticks.run(told)
    writeMetrics(writeLine, now(), context.functionName, { Ticks: count }, { Pipeline: definition.name, RequestId: context.awsRequestId })
  }
}

interface TicksOptions {
  readonly idleTimeoutMs: number
  readonly table: TableClient
  readonly events: StreamClient
  readonly store: TableStateStore
  readonly now: () => number
}

class Ticks {
  constructor(private readonly options: TicksOptions) {}

  /** Gives how many ticks were put. */
  async run(log: Log): Promise<number> {
    const { events } = this.options
    const open = (await events.listShards()).filter(shard => !shard.closed)
    const results = await inTurns(open, CONCURRENT_SHARDS, shard => this.tick(shard, log.with({ partition: shard.id })))
    return results.filter(Boolean).length
  }

  private async tick(shard: Shard, log: Log): Promise<boolean> {
    const { events, store, idleTimeoutMs, table, now } = this.options
    const head = await store.head(shard.id)
    const key = { pk: TICKS, sk: shard.id }
    const known = await table.get(key)
    const time = now()
    // A shard that nobody has seen yet is idle from now on.
    const since = Math.max(Number(head?.['eventAt'] ?? 0), Number(known?.['at'] ?? time))
    if (known === undefined) await table.put({ item: { ...key, at: time } })
    if (time - since < idleTimeoutMs) return false
    const position = head?.['position']
    if (!(await events.atEnd(shard.id, typeof position === 'string' ? position : null))) return false
    await table.put({ item: { ...key, at: time } })
    const refused = await events.putRecords([tickRecord(shard.firstHashKey, time)])
    if (refused.length > 0) log.say('warn', 'the stream refused a tick: the next one comes after a further timeout')
    else log.say('info', 'idle: a tick was put', { since })
    return refused.length === 0
  }
}
