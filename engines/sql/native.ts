import type { Expression, NativeExpression } from '../../pipeline'
import { notParameter } from '../parameters'
import type { ExpressionDialect } from './dialect'

const PLACE = /\{([A-Za-z_][A-Za-z0-9_]*)\}/

/**
 * The author's text with its inputs in their places. It is written only for inputs that are not null: so the same holds in engines whose functions give something for
 * null, or throw.
 */
export function writeNative(dialect: ExpressionDialect, native: NativeExpression, write: (inner: Expression) => string): string {
  const { inputs, type } = native
  const nullable = inputs.filter(input => input.expression.nullable).map(input => input.expression)
  if (nullable.length > 0) {
    const [one, ...more] = nullable.map((input): Expression => call('isNull', [input]))
    const known = inputs.map(({ name, expression }) => ({ name, expression: { ...expression, nullable: false } }))
    const nothing: Expression = { node: 'literal', value: null, type, nullable: true }
    const when = more.length === 0 ? one : call('or', [one, ...more])
    // biome-ignore lint/suspicious/noThenProperty: a branch of the core form, which nobody awaits
    const branches = [{ when, then: nothing }]
    return write({ node: 'case', branches, otherwise: { ...native, inputs: known }, type, nullable: true })
  }
  const text = textOf(dialect, native)
  const written = text
    .split(PLACE)
    .map((part, index) => {
      const input = index % 2 === 1 ? inputs.find(({ name }) => name === part) : undefined
      return input === undefined ? notParameter(part) : write(input.expression)
    })
    .join('')
  // A single call can stand anywhere.
  const enclosed = /^[\w.]+\([^()]*\)$/.test(text) ? written : `(${written})`
  return dialect.native?.(enclosed, native) ?? enclosed
}

function textOf({ engine }: ExpressionDialect, { name, text }: NativeExpression): string {
  if (!Object.hasOwn(text, engine)) throw new Error(`the native expression ${name} has no text for ${engine}: check the definition first`)
  return text[engine]
}

const call = (name: 'isNull' | 'or', given: readonly Expression[]): Expression => ({
  node: 'call',
  function: name,
  arguments: given,
  type: { kind: 'boolean' },
  nullable: false,
})
