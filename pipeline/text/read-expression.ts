import type { Expression, Field } from '../definition'
import { shown } from '../errors'
import {
  callExpression,
  caseExpression,
  castExpression,
  fieldExpression,
  isFunctionName,
  literalExpression,
  nativeExpression,
} from '../expression'
import { MAX_DEPTH, readType, readValue } from './read-types'
import type { ShapeReader } from './shape'

const NODES = ['field', 'literal', 'call', 'case', 'cast', 'native'] as const
const MEMBERS = 'path value type function arguments branches otherwise argument name inputs text optional'.split(' ')
const NOTHING: Expression = { node: 'literal', value: null, type: { kind: 'string' }, nullable: true }

/** An expression of the text form over events with these fields; its types are resolved here. */
export function readExpression(reader: ShapeReader, value: unknown, fields: readonly Field[], path: string, depth = 0): Expression {
  if (value === undefined) return NOTHING
  if (depth > MAX_DEPTH) {
    reader.note({ code: 'too-large', path, message: 'expressions are nested too deep' })
    return NOTHING
  }
  const inner = (part: unknown, at: string) => readExpression(reader, part, fields, at, depth + 1)
  const node = reader.choice(reader.object(value, path, ['node'], MEMBERS).node, `${path}.node`, NODES)
  switch (node) {
    case 'field': {
      const names = reader.list(reader.object(value, path, ['node', 'path']).path, `${path}.path`, (name, at) => reader.text(name, at))
      if (names.length === 0) reader.note({ code: 'empty', path: `${path}.path`, message: 'a field needs a name' })
      const [first = '', ...others] = names
      return fieldExpression(fields, [first, ...others])
    }
    case 'literal': {
      const literal = reader.object(value, path, ['node', 'value', 'type'])
      const type = readType(reader, literal.type, `${path}.type`)
      return literalExpression(readValue(reader, literal.value, type, `${path}.value`), type)
    }
    case 'call':
      return readCall(reader, value, path, inner)
    case 'case': {
      const { branches, otherwise } = reader.object(value, path, ['node', 'branches', 'otherwise'])
      const read = reader.list(branches, `${path}.branches`, (branch, at) => {
        const members = reader.object(branch, at, ['when', 'then'])
        // biome-ignore lint/suspicious/noThenProperty: a branch of the core form, which nobody awaits
        return { when: inner(members.when, `${at}.when`), then: inner(members.then, `${at}.then`) }
      })
      return caseExpression(read, inner(otherwise, `${path}.otherwise`))
    }
    case 'cast': {
      const cast = reader.object(value, path, ['node', 'argument', 'type'])
      return castExpression(inner(cast.argument, `${path}.argument`), readType(reader, cast.type, `${path}.type`))
    }
    case 'native':
      return readNative(reader, value, path, inner)
  }
}

function readCall(reader: ShapeReader, value: unknown, path: string, inner: (part: unknown, at: string) => Expression): Expression {
  const call = reader.object(value, path, ['node', 'function', 'arguments'])
  const name = reader.text(call.function, `${path}.function`)
  const given = reader.list(call.arguments, `${path}.arguments`, inner)
  if (isFunctionName(name)) return callExpression(name, given)
  if (call.function !== undefined)
    reader.note({ code: 'unknown-function', path: `${path}.function`, message: 'there is no such function', got: shown(name) })
  return NOTHING
}

function readNative(reader: ShapeReader, value: unknown, path: string, inner: (part: unknown, at: string) => Expression): Expression {
  const native = reader.object(value, path, ['node', 'name', 'inputs', 'text', 'type'], ['optional'])
  const inputs = reader.list(native.inputs, `${path}.inputs`, (input, at) => {
    const { name, expression } = reader.object(input, at, ['name', 'expression'])
    return { name: reader.text(name, `${at}.name`), expression: inner(expression, `${at}.expression`) }
  })
  const text = Object.entries(reader.members(native.text, `${path}.text`))
  return nativeExpression({
    name: reader.text(native.name, `${path}.name`),
    inputs,
    text: Object.fromEntries(text.map(([engine, written]) => [engine, reader.text(written, `${path}.text.${engine}`)])),
    type: readType(reader, native.type, `${path}.type`),
    optional: reader.boolean(native.optional, `${path}.optional`),
  })
}
