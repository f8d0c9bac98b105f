import type { CaseBranch, DataType, Expression, Field, FunctionName, NativeExpression, Value } from '../definition'
import { commonType } from './kinds'
import { resolveCall } from './resolve'
import { integerValue, parseDay, parseDecimal, parseTime } from './values'

// Nodes are made even where they are wrong, with a best guess of their type: `validate` reports all issues at once.

/** A field, or a member of a record field. */
export function fieldExpression(fields: readonly Field[], path: readonly [string, ...string[]]): Expression {
  const found = findField(fields, path)
  const type: DataType = found?.type ?? { kind: 'string' }
  return Object.freeze({ node: 'field', path, type, nullable: found?.nullable ?? true })
}

/** Type and nullability at a path; undefined where there is no such field. */
export function findField(
  fields: readonly Field[],
  path: readonly string[],
): { readonly type: DataType; readonly nullable: boolean } | undefined {
  let candidates = fields
  let nullable = false
  let type: DataType | undefined
  for (const name of path) {
    const field = candidates.find(candidate => candidate.name === name)
    if (field === undefined) return undefined
    nullable ||= field.optional
    type = field.type
    candidates = type.kind === 'record' ? type.fields : []
  }
  return type && { type, nullable }
}

export function literalExpression(value: Value, type: DataType): Expression {
  return Object.freeze({ node: 'literal', value, type, nullable: value === null })
}

export function callExpression(name: FunctionName, given: readonly Expression[]): Expression {
  const { type, nullable } = resolveCall(name, given)
  return Object.freeze({ node: 'call', function: name, arguments: Object.freeze([...given]), type, nullable })
}

/** A branch is taken if its condition is true (not if it is null). The type is the common one of all results. */
export function caseExpression(branches: readonly CaseBranch[], otherwise: Expression): Expression {
  const type = caseType(branches, otherwise) ?? otherwise.type
  const nullable = otherwise.nullable || branches.some(branch => branch.then.nullable)
  return Object.freeze({
    node: 'case',
    branches: Object.freeze(branches.map(branch => Object.freeze({ ...branch }))),
    otherwise,
    type,
    nullable,
  })
}

/** The common type of all results; literal nulls have any. Undefined where there is none. */
export function caseType(branches: readonly CaseBranch[], otherwise: Expression): DataType | undefined {
  const results = [...branches.map(branch => branch.then), otherwise]
  const typed = results.filter(result => result.node !== 'literal' || result.value !== null)
  const [first = otherwise, ...others] = typed
  return others.reduce<DataType | undefined>((type, result) => type && commonType(type, result.type), first.type)
}

export function castExpression(argument: Expression, type: DataType): Expression {
  return Object.freeze({ node: 'cast', argument, type, nullable: argument.nullable })
}

/** See `NativeExpression`. */
export function nativeExpression(native: Omit<NativeExpression, 'node' | 'nullable'>): NativeExpression {
  const { inputs, text, optional } = native
  return Object.freeze({
    ...native,
    node: 'native',
    inputs: Object.freeze(inputs.map(input => Object.freeze({ ...input }))),
    text: Object.freeze({ ...text }),
    nullable: optional || inputs.some(input => input.expression.nullable),
  })
}

/**
 * A literal of a JavaScript value, of the type that fits beside `like`: numbers beside decimals are exact decimals of their shortest text, whole
 * numbers beside integers are int64, texts beside times are ISO 8601.
 */
export function literalBeside(value: unknown, like: DataType | null): Expression {
  if (value === null || value === undefined) return literalExpression(null, like ?? { kind: 'string' })
  if (typeof value === 'boolean') return literalExpression(value, { kind: 'boolean' })
  if (value instanceof Uint8Array) return literalExpression(value.slice(), { kind: 'bytes' })
  if (typeof value === 'bigint') return literalExpression(integerValue(value), { kind: 'int64' })
  if (like?.kind === 'decimal' && (typeof value === 'number' || typeof value === 'string')) return decimalLiteral(String(value))
  if (typeof value === 'number') return numberLiteral(value, like)
  if (typeof value === 'string') return textLiteral(value, like)
  // Not expressible in TypeScript; a text of its kind makes validation name it.
  return literalExpression(typeof value, { kind: 'string' })
}

function numberLiteral(value: number, like: DataType | null): Expression {
  const number = value === 0 ? 0 : value
  if (like?.kind === 'timestamp') return literalExpression(number, { kind: 'timestamp', wire: 'epoch-ms' })
  if (like?.kind === 'double' || !Number.isSafeInteger(number)) return literalExpression(number, { kind: 'double' })
  return literalExpression(number, { kind: 'int64' })
}

function decimalLiteral(text: string): Expression {
  const decimal = parseDecimal(text)
  if (decimal === undefined) return literalExpression(text, { kind: 'string' })
  return literalExpression(integerValue(decimal.unscaled), { kind: 'decimal', precision: decimal.precision, scale: decimal.scale })
}

function textLiteral(value: string, like: DataType | null): Expression {
  const time = like?.kind === 'timestamp' ? parseTime(value) : undefined
  if (time !== undefined) return literalExpression(time, { kind: 'timestamp', wire: 'epoch-ms' })
  const day = like?.kind === 'date' ? parseDay(value) : undefined
  return day === undefined ? literalExpression(value, { kind: 'string' }) : literalExpression(day, { kind: 'date' })
}
