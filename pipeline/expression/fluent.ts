import type { DataType, Expression, Field, FunctionName } from '../definition'
import type { Duration } from '../duration'
import { durationMs } from '../duration'
import type { FieldType, Nullness, Shape } from '../schema'
import { callExpression, castExpression, fieldExpression, literalBeside, literalExpression } from './construct'
import type { AnyExpression, ExpressionOf, LiteralType, Operand, Row } from './typed'
import { NODE } from './typed'

/**
 * The methods of all expressions. At run time there is one class for all types: `ExpressionOf` shows of it what fits a type, and `validate` reports
 * what a program without types did wrong.
 */
class FluentExpression implements AnyExpression {
  readonly [NODE]: Expression

  constructor(node: Expression) {
    this[NODE] = node
    Object.freeze(this)
  }

  /** JavaScript's own operators and templates would take the expression for a text, `[object Object]`, and give a wrong definition without a word. */
  [Symbol.toPrimitive](): never {
    throw new TypeError(
      "got an expression where JavaScript makes a text or number of it, as its operators and templates do; use the expression's methods, and literal('/').concat(event.name) for what begins with a value",
    )
  }
  plus(other: unknown) {
    return this.isTime() ? this.later(other, 1) : this.call('add', other)
  }
  minus(other: unknown) {
    return this.isTime() ? this.later(other, -1) : this.call('subtract', other)
  }
  times(other: unknown) {
    return this.call('multiply', other)
  }
  dividedBy(other: unknown) {
    return this.call('divide', other)
  }
  integerDividedBy(other: unknown) {
    return this.call('integerDivide', other)
  }
  modulo(other: unknown) {
    return this.call('modulo', other)
  }
  negate() {
    return this.call('negate')
  }
  absolute() {
    return this.call('absolute')
  }
  round(digits?: number) {
    return digits === undefined ? this.call('round') : this.callPlain('round', digits)
  }
  floor() {
    return this.call('floor')
  }
  ceiling() {
    return this.call('ceiling')
  }
  eq(other: unknown) {
    return this.call('equal', other)
  }
  neq(other: unknown) {
    return this.call('notEqual', other)
  }
  lt(other: unknown) {
    return this.call('less', other)
  }
  lte(other: unknown) {
    return this.call('lessOrEqual', other)
  }
  gt(other: unknown) {
    return this.call('greater', other)
  }
  gte(other: unknown) {
    return this.call('greaterOrEqual', other)
  }
  between(low: unknown, high: unknown) {
    return this.gte(low).and(this.lte(high))
  }
  in(...values: readonly unknown[]) {
    return this.call('in', ...values)
  }
  and(...others: readonly unknown[]) {
    return this.call('and', ...others)
  }
  or(...others: readonly unknown[]) {
    return this.call('or', ...others)
  }
  not() {
    return this.call('not')
  }
  isNull() {
    return this.call('isNull')
  }
  isNotNull() {
    return this.isNull().not()
  }
  coalesce(other: unknown) {
    return this.call('coalesce', other)
  }
  cast(type: FieldType) {
    return new FluentExpression(castExpression(this[NODE], type.type))
  }
  lower() {
    return this.call('lower')
  }
  upper() {
    return this.call('upper')
  }
  trim() {
    return this.call('trim')
  }
  length() {
    return this.call('length')
  }
  concat(...others: readonly unknown[]) {
    return this.callPlain('concat', ...others)
  }
  substring(start: unknown, length?: unknown) {
    return length === undefined ? this.callPlain('substring', start) : this.callPlain('substring', start, length)
  }
  startsWith(start: unknown) {
    return this.callPlain('startsWith', start)
  }
  endsWith(end: unknown) {
    return this.callPlain('endsWith', end)
  }
  contains(part: unknown) {
    const type = this[NODE].type
    if (type.kind !== 'list') return this.callPlain('contains', part)
    return this.make('listContains', [operand(part, type.element)])
  }
  replace(search: unknown, replacement: unknown) {
    return this.callPlain('replace', search, replacement)
  }
  split(separator: unknown) {
    return this.callPlain('split', separator)
  }
  splitPart(separator: unknown, part: unknown) {
    return this.callPlain('splitPart', separator, part)
  }
  size() {
    return this.call('listSize')
  }
  at(index: unknown) {
    return this.callPlain('listElement', index)
  }
  truncate(unit: string) {
    return this.callPlain('truncateTime', unit)
  }
  extract(part: string) {
    return this.callPlain('extractTime', part)
  }
  plusDays(days: unknown) {
    return this.callPlain('addTime', days)
  }
  since(other: unknown) {
    return this.call('timeDifference', other)
  }
  hash() {
    return this.call('hash')
  }
  field(name: string): FluentExpression {
    const node = this[NODE]
    if (node.node === 'field' && node.type.kind === 'record') {
      const inner = fieldExpression(node.type.fields, [name])
      const path: readonly [string, ...string[]] = [...node.path, name]
      return new FluentExpression(Object.freeze({ node: 'field', path, type: inner.type, nullable: node.nullable || inner.nullable }))
    }
    // A record that was computed has no path: an unknown field for validation to report.
    return new FluentExpression(fieldExpression([], ['?', name]))
  }

  private isTime(): boolean {
    return this[NODE].type.kind === 'timestamp'
  }
  private later(amount: unknown, sign: 1 | -1): FluentExpression {
    if (!isExpression(amount)) return this.callPlain('addTime', sign * durationMs(amount as Duration, ''))
    const milliseconds = nodeOf(amount)
    return this.make('addTime', [sign === 1 ? milliseconds : callExpression('negate', [milliseconds])])
  }
  /** JavaScript values become literals that fit beside this. */
  private call(name: FunctionName, ...others: readonly unknown[]): FluentExpression {
    return this.make(
      name,
      others.map(other => operand(other, this[NODE].type)),
    )
  }
  private callPlain(name: FunctionName, ...others: readonly unknown[]): FluentExpression {
    return this.make(
      name,
      others.map(other => operand(other, null)),
    )
  }
  private make(name: FunctionName, others: readonly Expression[]): FluentExpression {
    return new FluentExpression(callExpression(name, [this[NODE], ...others]))
  }
}

/** The core form of an expression. */
export function nodeOf(expression: AnyExpression): Expression {
  return expression[NODE]
}

export function isExpression(value: unknown): value is AnyExpression {
  return value instanceof FluentExpression
}

/** An expression or a value as a core form. */
export function operand(value: unknown, like: DataType | null): Expression {
  return isExpression(value) ? nodeOf(value) : literalBeside(value, like)
}

/** The fluent form of a core form; the types are the caller's promise. */
export function expression<T extends DataType, N extends Nullness>(node: Expression): ExpressionOf<T, N> {
  return new FluentExpression(node) as unknown as ExpressionOf<T, N>
}

/** A value as an expression, of the type of the value, or of a given one: `literal(12.5)`, `literal('2025-05-01', date())`. */
export function literal<const V extends string | number | bigint | boolean | Uint8Array>(value: V): ExpressionOf<LiteralType<V>, 'required'>
export function literal<T extends DataType>(value: Operand<T> | null, type: FieldType<T>): ExpressionOf<T, Nullness>
export function literal(value: unknown, type?: FieldType): unknown {
  const node = literalBeside(value, type?.type ?? null)
  // Another representation, such as a decimal of another scale, is a matter of a cast.
  const exact = type === undefined || value === null || node.type.kind === type.type.kind
  if (!exact) return new FluentExpression(castExpression(node, type.type))
  return new FluentExpression(node.node === 'literal' && type !== undefined ? typedLiteral(node, type.type) : node)
}

function typedLiteral(node: Expression & { readonly node: 'literal' }, type: DataType): Expression {
  return type.kind === 'decimal' && node.value !== null ? castExpression(node, type) : literalExpression(node.value, type)
}

/** An event's fields as expressions. Unknown names (in programs without types) give an expression that validation refuses. */
export function rowOf<S extends Shape>(fields: readonly Field[]): Row<S> {
  const known = new Map(fields.map(field => [field.name, new FluentExpression(fieldExpression(fields, [field.name]))]))
  const row = new Proxy(Object.freeze(Object.create(null)), {
    get: (_target, name) => (typeof name === 'string' ? (known.get(name) ?? new FluentExpression(fieldExpression([], [name]))) : undefined),
    has: (_target, name) => typeof name === 'string' && known.has(name),
  })
  return row as Row<S>
}
