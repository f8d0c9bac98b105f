import type { Definition, Output } from '../../pipeline'
import type { Artifact, Parameter } from '../engine'
import { parameter } from '../parameters'
import { inputNames } from './inputs'
import { partitionName } from './query'
import { userAggregatesOf } from './ranked'
import { referencesOf } from './references'

/**
 * What the job around the query is set to. `Drop` with the definition's delay is the watermark of the law; the late arrival tolerance compares times with
 * arrivals, which the law does not do, so it is the greatest there is: 21 days less a second.
 * https://learn.microsoft.com/azure/stream-analytics/stream-analytics-time-handling
 */
export function jobSettings({ source }: Definition) {
  return {
    compatibilityLevel: '1.2',
    eventsOutOfOrderPolicy: 'Drop',
    eventsOutOfOrderMaxDelayInSeconds: source.maxDelayMs / 1000,
    eventsLateArrivalMaxDelayInSeconds: MAX_LATE_ARRIVAL_S,
    outputErrorPolicy: 'Drop',
    dataLocale: 'en-US',
    outputStartMode: 'JobStartTime',
  } as const
}
const MAX_LATE_ARRIVAL_S = 1_814_399

export const PARAMETERS: Readonly<Record<'namespace' | 'input' | 'consumerGroup' | 'account' | 'container', Parameter>> = {
  namespace: { name: 'event_hubs_namespace', description: 'the namespace of all event hubs, as analytics-events' },
  input: { name: 'input_event_hub', description: 'the event hub that the job reads' },
  consumerGroup: { name: 'consumer_group', description: 'its consumer group, of this job alone', default: '$Default' },
  account: { name: 'storage_account', description: 'the storage account with a hierarchical namespace (ADLS Gen2)' },
  container: { name: 'storage_container', description: 'its container (file system) for tables and reference data' },
}

/** Each input has a consumer group of its own. */
export function consumerGroupOf({ source }: Definition, alias: string): Parameter {
  if (alias === source.name) return PARAMETERS.consumerGroup
  return { name: 'second_consumer_group', description: 'the consumer group of the input for outputs without windows, of this job alone' }
}

export function parametersOf(definition: Definition, hasReferences: boolean): readonly Parameter[] {
  const { outputs } = definition
  const { namespace, input, account, container } = PARAMETERS
  const isStored = hasReferences || outputs.some(({ into }) => into.kind === 'table')
  const groups = inputNames(definition).map(alias => consumerGroupOf(definition, alias))
  return [namespace, input, ...groups, ...(isStored ? [account, container] : [])]
}

/** For the component that deploys the job: everything but credentials. */
export function manifestOf(definition: Definition): Artifact['manifest'] {
  const { source, outputs } = definition
  const functions = userAggregatesOf(definition)
  return {
    job: jobSettings(definition),
    inputs: [
      ...inputNames(definition).map(alias => ({
        alias,
        kind: 'event-hub',
        serialization: { type: 'Json', encoding: 'UTF8' },
        partitionKey: source.partitionKey,
        consumerGroup: parameter(consumerGroupOf(definition, alias).name),
      })),
      ...referencesOf(definition).map(({ name }) => ({ alias: name, kind: 'reference-blob', path: `reference/${name}.json` })),
    ],
    ...(functions.length === 0
      ? {}
      : {
          functions: functions.map(({ name, file }) => ({
            name,
            type: 'Aggregate',
            binding: 'Microsoft.StreamAnalytics/JavascriptUdf',
            script: file.path,
          })),
        }),
    outputs: outputs.map(outputManifest),
  }
}

function outputManifest({ name, into }: Output) {
  if (into.kind === 'stream') return { output: name, alias: into.name, kind: 'event-hub', eventHub: into.name, format: 'LineSeparated' }
  return { output: name, alias: into.name, kind: 'delta', path: into.name, partitionColumns: into.partitionBy.map(partitionName) }
}
