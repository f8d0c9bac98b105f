import type { Definition } from '../definition'
import type { Issue } from '../errors'
import { InvalidPipelineError, shown } from '../errors'
import { freezeDeeply } from '../freeze'
import { validate } from '../validate'
import { readDefinition } from './read'
import { ShapeReader } from './shape'
import { definitionJson } from './write'

const MAX_CHARACTERS = 64 * 1024 * 1024

/** The stable text form: JSON of version 1, the same text for the same definition. */
export function toText(definition: Definition): string {
  return `${JSON.stringify(definitionJson(definition), null, 2)}\n`
}

/** The definition of a text that nobody has checked, deeply frozen. Throws `InvalidPipelineError` with everything that is wrong. */
export function parseText(text: string): Definition {
  const refused = (issues: readonly Issue[]) => new InvalidPipelineError(issues, 'the text is no valid definition')
  if (text.length > MAX_CHARACTERS)
    throw refused([
      { code: 'too-large', path: '', message: 'the text is too long', got: `${text.length} characters`, allowed: `${MAX_CHARACTERS}` },
    ])
  const json = parseJson(text)
  if ('problem' in json) throw refused([{ code: 'wrong-shape', path: '', message: 'not JSON', got: json.problem }])
  const version = typeof json.value === 'object' && json.value !== null && 'formatVersion' in json.value ? json.value.formatVersion : 1
  // Of another version nothing else can be said.
  if (version !== 1)
    throw refused([
      {
        code: 'unknown-version',
        path: 'formatVersion',
        message: 'unknown version',
        got: shown(version),
        allowed: '1',
        hint: 'use a newer release',
      },
    ])
  const reader = new ShapeReader()
  const definition = readDefinition(reader, json.value)
  const issues = reader.issues.length > 0 ? reader.issues : validate(definition)
  if (issues.length > 0) throw refused(issues)
  return freezeDeeply(definition)
}

function parseJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
