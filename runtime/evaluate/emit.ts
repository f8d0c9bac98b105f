import type { DataType, Expression } from '../../pipeline'
import { CALLS } from './calls'
import { emitCast } from './cast-code'
import type { CodeWriter } from './code-writer'
import { emitConversion } from './conversion-code'
import { emitNative } from './native-code'

/** Where the fields of an expression come from: code of a field's value. */
export type Scope = (field: string) => string

/** What a function's emitter gets. */
export interface Emitter {
  readonly writer: CodeWriter
  readonly scope: Scope
  /** Code of an expression's value: a local or a constant. */
  emit(expression: Expression): string
  /** As `emit`, converted to a type that holds all its values. */
  emitAs(expression: Expression, type: DataType): string
}

/** Writes what evaluates the expression, and gives the code (a local or a constant) of its value. */
export function emitExpression(writer: CodeWriter, scope: Scope, expression: Expression): string {
  const emitter: Emitter = {
    writer,
    scope,
    emit: inner => emitNode(emitter, inner),
    emitAs: (inner, type) => emitConversion(emitter, inner, type),
  }
  return emitter.emit(expression)
}

function emitNode(emitter: Emitter, expression: Expression): string {
  const { writer } = emitter
  switch (expression.node) {
    case 'literal':
      return writer.constant(expression.value)
    case 'field': {
      const [field, ...members] = expression.path
      return members.reduce(
        (record, name) => writer.local(writer.call('member', record, writer.constant(name))),
        writer.local(emitter.scope(field)),
      )
    }
    case 'call':
      return CALLS[expression.function](emitter, expression)
    case 'cast':
      return emitCast(emitter, expression.argument, expression.type)
    case 'case':
      return emitCase(emitter, expression)
    case 'native':
      return emitNative(emitter, expression)
  }
}

/** Branches are evaluated one after the other, and only the one that is taken gives its value. */
function emitCase(emitter: Emitter, expression: Extract<Expression, { node: 'case' }>): string {
  const { writer } = emitter
  const result = writer.name()
  writer.line(`let ${result}`)
  for (const branch of expression.branches) {
    writer.line(`if (${emitter.emit(branch.when)} === true) {`)
    writer.line(`${result} = ${emitter.emitAs(branch.then, expression.type)}`)
    writer.line('} else {')
  }
  writer.line(`${result} = ${emitter.emitAs(expression.otherwise, expression.type)}`)
  writer.line('}'.repeat(expression.branches.length))
  return result
}
