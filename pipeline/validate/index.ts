import type { Definition } from '../definition'
import type { Issue } from '../errors'
import { shown } from '../errors'
import { checkEntityName, checkUnique, foldCase } from './names'
import { checkOutput } from './outputs'
import { checkSource } from './source'

const MAX_OUTPUTS = 1000

/**
 * Everything that is wrong with a definition; empty where it is valid. The definition must have the shape of its type: `parseText` checks that
 * of untrusted text.
 */
export function validate(definition: Definition): Issue[] {
  const { outputs, formatVersion } = definition
  const issues: Issue[] = []
  if (formatVersion !== 1)
    issues.push({ code: 'unknown-version', path: 'formatVersion', message: 'unknown version', got: shown(formatVersion), allowed: '1' })
  issues.push(...checkEntityName(definition.name, 'pipeline', 'name'), ...checkSource(definition.source))
  if (outputs.length === 0)
    issues.push({
      code: 'empty',
      path: 'outputs',
      message: 'there is no output',
      hint: 'add one: .output(events => events.into(table(…)))',
    })
  if (outputs.length > MAX_OUTPUTS)
    issues.push({
      code: 'too-large',
      path: 'outputs',
      message: 'there are too many outputs',
      got: `${outputs.length}`,
      allowed: `1 to ${MAX_OUTPUTS}`,
    })
  issues.push(...outputs.flatMap((output, i) => checkOutput(output, definition.source, `outputs[${i}]`)))
  const names = outputs.map(output => output.name)
  return [...issues, ...checkUnique(names, i => `outputs[${i}].name`, 'outputs', foldCase)]
}
