import { type Clients, lambdaClients, lambdaQueue } from './aws-clients'
import type { QueueClient } from './clients/queue'
import { Deadline } from './deadline'
import { readEnvironment } from './environment'
import type { InvocationContext } from './events'
import { writeMetrics } from './metrics'
import { type HandlerOptions, type Surroundings, surroundingsOf } from './options'
import { definitionOf, type PipelineOr } from './pipeline-of'
import { Publisher } from './publish/publisher'
import type { PublishedTables } from './publish/tables'

export interface PublishOptions extends HandlerOptions {
  readonly clients?: Pick<Clients, 'table' | 'bucket'> & { readonly queue: QueueClient }
  /** Bytes of rows, as text, that one commit takes; its rows are in memory at once. @default 67,108,864 */
  readonly mostPlanBytes?: number
}

/** A handler that a schedule calls. It throws what it could not do: the next call does it. */
export type ScheduledHandler = (event: unknown, context: InvocationContext) => Promise<void>

/**
 * The handler that publishes what waits in the outbox, commit by commit, until nothing waits or the time is up.
 * @throws EnvironmentError where the function's environment is not complete.
 */
export function createPublishHandler(pipeline: PipelineOr<PublishedTables>, options: PublishOptions = {}): ScheduledHandler {
  const definition = definitionOf(pipeline)
  const surroundings = surroundingsOf(options)
  const publisher = new Publisher({ definition, ...clientsOf(options, surroundings), now: surroundings.now, ...sizeOf(options) })
  return (_event, context) => publishAll(publisher, definition, surroundings, context)
}

function clientsOf(options: PublishOptions, { variables }: Surroundings): NonNullable<PublishOptions['clients']> {
  const { deadLetterQueueUrl, ...names } = readEnvironment(['stateTable', 'lakeBucket', 'deadLetterQueueUrl'], variables)
  return options.clients ?? { ...lambdaClients(names), queue: lambdaQueue(deadLetterQueueUrl) }
}

const sizeOf = ({ mostPlanBytes }: PublishOptions) => (mostPlanBytes === undefined ? {} : { mostPlanBytes })

async function publishAll(
  publisher: Publisher,
  definition: PublishedTables,
  surroundings: Surroundings,
  context: InvocationContext,
): Promise<void> {
  const { now, writeLine } = surroundings
  const log = surroundings.log.with({ pipeline: definition.name, requestId: context.awsRequestId })
  const deadline = new Deadline(context)
  while (deadline.allows()) {
    const started = performance.now()
    const report = await publisher.publishNext()
    if (report === undefined) return
    const milliseconds = performance.now() - started
    deadline.took(milliseconds)
    const { plan, files, rows, late, deadLetters, oldest } = report
    log.say('info', 'published', { plan, files, rows, late, deadLetters, milliseconds: Math.round(milliseconds) })
    const metrics = { Rows: rows, LateEvents: late, DeadLetters: deadLetters, PublishLag: now() - oldest, CommitTime: milliseconds }
    writeMetrics(writeLine, now(), context.functionName, metrics, { Pipeline: definition.name, RequestId: context.awsRequestId })
  }
  log.say('warn', 'the time is up: the next call publishes the rest')
}
