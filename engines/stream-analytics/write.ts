import type { Definition } from '../../pipeline'
import type { Artifact } from '../engine'
import { manifestOf, parametersOf } from './job'
import { localProjectFiles } from './local-project'
import { queryText } from './query'
import { userAggregatesOf } from './ranked'
import { referencesOf, referenceText } from './references'

/** The query with its reference data, and the settings of the job around it; or the whole as a project of Microsoft's tools. */
export function writeStreamAnalytics(definition: Definition, variant: string): Artifact {
  const query = queryText(definition)
  const references = referencesOf(definition)
  const files =
    variant === 'local-project'
      ? localProjectFiles(definition, query)
      : [
          { path: 'query.asaql', text: query },
          ...references.map(reference => ({ path: `reference/${reference.name}.json`, text: referenceText(reference) })),
          ...userAggregatesOf(definition).map(({ file }) => file),
        ]
  return {
    engine: 'stream-analytics',
    variant,
    files,
    parameters: parametersOf(definition, references.length > 0),
    manifest: manifestOf(definition),
  }
}
