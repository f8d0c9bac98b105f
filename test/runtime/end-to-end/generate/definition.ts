import { type Definition, parseText, toText, validate } from '../../../../pipeline'
import type { Choices } from '../../../windowing/oracle/cases'
import { outputOf } from './outputs'
import { sourceOf } from './schema'

/** A valid definition with up to three outputs; every other one went through its text form. */
export function definitionOf(choices: Choices): Definition {
  const source = sourceOf(choices)
  const outputs = Array.from({ length: choices.of([1, 2, 3]) }, (_, index) => outputOf(`out${index}`, source.fields, choices))
  const definition: Definition = { formatVersion: 1, name: 'generated', source, outputs }
  const issues = validate(definition)
  if (issues.length > 0) throw new Error(`a definition was generated that is not valid: ${JSON.stringify(issues)}`)
  return choices.below(2) === 1 ? parseText(toText(definition)) : definition
}
