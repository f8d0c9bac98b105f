import type { Definition } from '../../pipeline'
import type { Parameter } from '../engine'
import { parameterName } from './sinks'
import type { Variant } from './source'

/** What the deployment has to fill in. */
export function parametersOf({ outputs }: Definition, variant: Variant): readonly Parameter[] {
  const functions: Parameter = {
    name: 'functions',
    description: 'where functions.py lies when the pipeline is started, as gs://bucket/functions.py; the name must end with .py',
  }
  if (variant === 'files')
    return [
      functions,
      {
        name: 'source_files',
        description:
          'files of JSON lines, a partition each, in the order of their names; a path or a pattern, as gs://bucket/events/*.jsonl',
      },
      { name: 'output_folder', description: 'folder of the written files, as gs://bucket/rows' },
      { name: 'runner', description: 'the runner, by name: DirectRunner would choose one by what is installed', default: 'FnApiRunner' },
    ]
  const hasTables = outputs.some(({ into }) => into.kind === 'table')
  const topics = outputs.flatMap(({ into }): readonly Parameter[] =>
    into.kind === 'stream'
      ? [{ name: `topic_${parameterName(into.name)}`, description: `the topic of ${into.name}, as projects/my-project/topics/my-topic` }]
      : [],
  )
  return [
    functions,
    { name: 'source_subscription', description: 'the subscription of the events, as projects/my-project/subscriptions/my-subscription' },
    { name: 'dead_letter_topic', description: 'the topic of dead letters, as projects/my-project/topics/dead-letters' },
    ...topics,
    ...(hasTables ? tableParameters(variant) : []),
  ]
}

function tableParameters(variant: Variant): readonly Parameter[] {
  if (variant === 'dataflow') return [{ name: 'dataset', description: 'project and dataset of the tables, as my-project.my_dataset' }]
  return [
    { name: 'iceberg_namespace', description: 'namespace of the tables, as events' },
    { name: 'iceberg_catalog', description: 'name of the catalog, as lake' },
    { name: 'iceberg_catalog_uri', description: 'address of the REST catalog, as https://biglake.googleapis.com/iceberg/v1/restcatalog' },
    { name: 'iceberg_warehouse', description: 'where the tables lie, as gs://bucket/warehouse' },
  ]
}
