import type { NativeExpression } from '../definition'
import type { Issue } from '../errors'
import { shown } from '../errors'
import { checkFieldName, checkUnique } from './names'
import { checkType } from './types'

const MAX_CHARACTERS = 10_000
const ENGINE_NAME = /^[a-z][a-z0-9-]{0,63}$/
/** A place for an input: `{score}`. Braces around anything else are the engine's. */
const PLACE = /\{([A-Za-z_][A-Za-z0-9_]*)\}/g

/** Everything that is wrong with a native expression itself; its inputs are checked by themselves. */
export function checkNative(native: NativeExpression, path: string): readonly Issue[] {
  const { name, inputs, text, type, optional, nullable, evaluate } = native
  const names = inputs.map(input => input.name)
  const issues: Issue[] = [
    ...checkFieldName(name, `${path}.name`),
    ...names.flatMap((input, i) => checkFieldName(input, `${path}.inputs[${i}].name`)),
    ...checkUnique(names, i => `${path}.inputs[${i}].name`, 'inputs'),
    ...checkType(type, `${path}.type`),
    ...Object.entries(text).flatMap(([engine, written]) => checkText(engine, written, names, `${path}.text.${engine}`)),
  ]
  if (nullable !== (optional || inputs.some(input => input.expression.nullable)))
    issues.push({ code: 'stale-type', path, message: 'whether it may be null does not follow from its parts', hint: 'build it again' })
  if (evaluate !== undefined && typeof evaluate !== 'function')
    issues.push({ code: 'wrong-shape', path: `${path}.evaluate`, message: 'not a function', got: shown(evaluate) })
  if (Object.keys(text).length === 0 && evaluate === undefined)
    issues.push({ code: 'empty', path: `${path}.text`, message: 'no engine can run it', hint: 'give a text for an engine, or evaluate' })
  return issues
}

function checkText(engine: string, text: string, inputs: readonly string[], path: string): readonly Issue[] {
  if (!ENGINE_NAME.test(engine))
    return [{ code: 'bad-name', path, message: 'no name of an engine', got: shown(engine), allowed: 'lower case letters, digits and -' }]
  // A line break would let a comment at the end hide what is written behind it, and break the lines of languages that count them.
  if (typeof text !== 'string' || text.trim() === '' || text.length > MAX_CHARACTERS || /[\p{Cc}\p{Surrogate}\u2028\u2029]/u.test(text))
    return [
      {
        code: 'wrong-value',
        path,
        message: 'no text of an expression',
        got: shown(text),
        allowed: `one line of 1 to ${MAX_CHARACTERS} characters`,
      },
    ]
  return [...text.matchAll(PLACE)].flatMap(([place, input]): readonly Issue[] =>
    inputs.includes(input)
      ? []
      : [{ code: 'unknown-field', path, message: `${place} is no input`, allowed: inputs.map(known => `{${known}}`).join(', ') || 'none' }],
  )
}
