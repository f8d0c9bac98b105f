import type { Definition } from '../../pipeline'
import { type SystemNames, systemNamesOf } from '../sql/system-names'

/** Names of everything in a job, each used once. */
export interface JobNames {
  readonly system: SystemNames
  /** The source's table and the view of its events. */
  readonly source: string
  readonly events: string
  readonly lateEvents: string
  readonly deadLetters: string
  /** A name for a view that nothing else has. */
  free(wanted: string): string
}

export function jobNames(definition: Definition): JobNames {
  const { name, source, outputs } = definition
  // The source's table has columns called as the members on the wire.
  const fields = [...source.fields, ...source.fields.map(field => ({ ...field, name: field.wireName }))]
  const taken = new Set(outputs.map(({ into }) => into.name))
  const free = (wanted: string): string => {
    let found = wanted
    while (taken.has(found)) found += '_'
    taken.add(found)
    return found
  }
  return {
    system: systemNamesOf({ ...definition, source: { ...source, fields } }),
    source: free(source.name),
    events: free(`${source.name}_events`),
    lateEvents: free(`${name}_late_events`),
    deadLetters: free(`${name}_dead_letters`),
    free,
  }
}
