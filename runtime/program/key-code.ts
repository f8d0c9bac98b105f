import type { NamedExpression } from '../../pipeline'
import { keyTypeOf } from './key-type'
import type { Environment, SourceColumn } from './source-columns'
import { plainField, type StepWriter } from './step-code'

/** The text column that is the whole key; null where a key has to be put together. */
export function keyColumnOf(environment: Environment, keys: readonly NamedExpression[], oneToOne: boolean): SourceColumn | null {
  if (!oneToOne || keys.length !== 1) return null
  const column = plainField(environment, keys[0].expression)?.column
  return column?.kind === 'text' ? column : null
}

/** Writes the test for null keys. */
export function emitKeyTests(
  steps: StepWriter,
  environment: Environment,
  keys: readonly NamedExpression[],
  path: string,
): readonly string[] {
  return keys.map(({ expression }, index) => {
    const column = plainField(environment, expression)?.column
    const at = `${path}/${index}`
    if (column?.kind === 'text') {
      refuseNull(steps, `column${column.index}.starts[i] < 0`, at)
      return ''
    }
    const value = steps.value(environment, expression, at)
    if (expression.nullable) refuseNull(steps, `${value} === null`, at)
    return value
  })
}

function refuseNull(steps: StepWriter, test: string, path: string): void {
  const place = steps.places.push(path) - 1
  steps.writer.line(`if (${test}) { nullKey(i, ${place}); ${steps.drop()} }`)
}

/** Writes the encoding of the key of input entry `n`; `values` from `emitKeyTests`. */
export function emitKey(steps: StepWriter, environment: Environment, keys: readonly NamedExpression[], values: readonly string[]): void {
  const { writer } = steps
  writer.line('input.keyStarts[n] = keys.length')
  for (const [index, { expression }] of keys.entries()) {
    const isLast = index === keys.length - 1
    const column = plainField(environment, expression)?.column
    if (column?.kind === 'text') {
      writer.line(`keys.columnText(column${column.index}, i, ${isLast})`)
      continue
    }
    const type = keyTypeOf(expression.type)
    if (type === 'string') writer.line(`keys.text(${values[index]}, ${isLast})`)
    else if (type === 'bytes') writer.line(`keys.binary(${values[index]}, ${isLast})`)
    else writer.line(`keys.scalar(${writer.constant(type)}, ${values[index]})`)
  }
  writer.line('input.keyEnds[n] = keys.length')
}
