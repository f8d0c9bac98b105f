/** A point in time, in microseconds since 1970. */
export class Timestamptz {
  constructor(readonly microseconds: bigint) {}
}

/** An exact number: a numeric. */
export class Numeric {
  constructor(
    readonly numerator: bigint,
    /** Above 0. */
    readonly denominator: bigint,
  ) {}
}

/** A value: a bigint is a bigint, a double precision a number, a struct a map. */
export type RwValue = null | boolean | bigint | number | string | Timestamptz | Numeric | readonly RwValue[] | ReadonlyMap<string, RwValue>

export type RwType =
  | { readonly name: 'BIGINT' | 'BOOLEAN' | 'DOUBLE PRECISION' | 'TIMESTAMPTZ' | 'VARCHAR' }
  | { readonly name: 'list'; readonly element: RwType }
  | { readonly name: 'struct'; readonly members: readonly (readonly [name: string, type: RwType])[] }

/** The statement fails, or the model doesn't know what the engine does. */
export class RwError extends Error {}

/** An expression fails for a row: in a stream it then gives null. https://docs.risingwave.com/sql/query-syntax/value-exp */
export class RowFailure extends Error {}

export const isInt64 = (value: bigint): boolean => BigInt.asIntN(64, value) === value

export const isNumber = (value: RwValue): value is bigint | number | Numeric =>
  typeof value === 'bigint' || typeof value === 'number' || value instanceof Numeric

export function numeric(value: bigint | Numeric): Numeric {
  return value instanceof Numeric ? value : new Numeric(value, 1n)
}

export function double(value: bigint | number | Numeric): number {
  return value instanceof Numeric ? Number(value.numerator) / Number(value.denominator) : Number(value)
}

/** Less than 0, 0 or more than 0. Texts by their bytes; a bigint and a double as doubles, as PostgreSQL compares them. */
export function compared(left: RwValue, right: RwValue): number {
  if (typeof left === 'bigint' && typeof right === 'bigint') return left < right ? -1 : left > right ? 1 : 0
  if (isNumber(left) && isNumber(right)) {
    if (typeof left === 'number' || typeof right === 'number') return Math.sign(double(left) - double(right))
    const [x, y] = [numeric(left), numeric(right)]
    return compared(x.numerator * y.denominator, y.numerator * x.denominator)
  }
  if (typeof left === 'string' && typeof right === 'string') return Buffer.compare(Buffer.from(left), Buffer.from(right))
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right)
  if (left instanceof Timestamptz && right instanceof Timestamptz) return compared(left.microseconds, right.microseconds)
  throw new RwError('values of different types are compared')
}

/** A text that is equal for equal values, for groups. */
export function keyOf(value: RwValue): string {
  if (value instanceof Timestamptz) return `t${value.microseconds}`
  if (typeof value === 'object' && value !== null) throw new RwError('a list, struct or numeric is grouped by')
  return `${typeof value}${value === 0 ? 0 : String(value)}`
}
