import type { Definition } from '../../pipeline'
import type { Artifact } from '../engine'
import { setupText } from './ddl'
import { outputQuery } from './query'

/** A query for each output, and what is run once before. */
export function writeKql(definition: Definition, variant: string): Artifact {
  const { source, outputs } = definition
  return {
    engine: 'kql',
    variant,
    files: [
      ...outputs.map(output => ({ path: `${output.name}.kql`, text: outputQuery(definition, output) })),
      { path: 'setup.kql', text: setupText(definition) },
    ],
    parameters: outputs.some(({ windowed }) => windowed !== null)
      ? [
          {
            name: 'end_of_input',
            description: 'true where nothing more will land, so that all windows close; else false',
            default: 'false',
          },
        ]
      : [],
    manifest: {
      table: source.name,
      mapping: `${source.name}_mapping`,
      dataFormat: 'multijson',
      outputs: outputs.map(({ name, into }) => ({ name, target: into.name, query: `${name}.kql` })),
    },
  }
}
