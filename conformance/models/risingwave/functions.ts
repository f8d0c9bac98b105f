import {
  compared,
  double,
  isInt64,
  isNumber,
  Numeric,
  numeric,
  RowFailure,
  RwError,
  type RwType,
  type RwValue,
  Timestamptz,
} from './values'

export const AGGREGATES: readonly string[] = ['AVG', 'COUNT', 'MAX', 'MIN', 'SUM']
const ARITIES: Readonly<Record<string, number | 'many'>> = {
  ABS: 1,
  CEIL: 1,
  CHAR_LENGTH: 1,
  COALESCE: 'many',
  FLOOR: 1,
  LEFT: 2,
  LOWER: 1,
  MOD: 2,
  NULLIF: 2,
  REVERSE: 1,
  RIGHT: 2,
  ROUND: 1,
  SQRT: 1,
  TO_TIMESTAMP: 1,
  UPPER: 1,
}

export const arityOf = (name: string): number | 'many' | undefined => (Object.hasOwn(ARITIES, name) ? ARITIES[name] : undefined)

/** Functions whose arguments are all evaluated; null in, null out but for COALESCE and NULLIF. https://docs.risingwave.com/sql/functions/overview */
export function callFunction(name: string, given: readonly RwValue[]): RwValue {
  const [x, y] = given
  if (name === 'COALESCE') return given.find(value => value !== null) ?? null
  if (name === 'NULLIF') return x !== null && y !== null && compared(x, y) === 0 ? null : x
  if (given.includes(null)) return null
  switch (name) {
    case 'ABS':
      return typeof x === 'bigint' ? int64(x < 0n ? -x : x) : Math.abs(real(name, x))
    case 'CEIL':
      return Math.ceil(real(name, x))
    case 'FLOOR':
      return Math.floor(real(name, x))
    case 'NEGATE':
      return typeof x === 'bigint' ? int64(-x) : -real(name, x)
    case 'SQRT':
      return real(name, x) < 0 ? failed('the root of a negative number') : Math.sqrt(real(name, x))
    case 'MOD':
      return arithmetic('%', x, y)
    case 'ROUND':
      return x instanceof Numeric ? rounded(x) : wrong(name)
    case 'CHAR_LENGTH':
      return BigInt([...text(name, x)].length)
    case 'LEFT':
      return [...text(name, x)].slice(0, Number(y)).join('')
    case 'RIGHT':
      return y === 0n ? '' : [...text(name, x)].slice(-Number(y)).join('')
    case 'POSITION':
      return BigInt(
        [...text(name, y).slice(0, Math.max(0, text(name, y).indexOf(text(name, x))))].length +
          (text(name, y).includes(text(name, x)) ? 1 : 0),
      )
    case 'LOWER':
      return text(name, x).toLowerCase()
    case 'UPPER':
      return text(name, x).toUpperCase()
    case 'REVERSE':
      return [...text(name, x)].reverse().join('')
    case 'EPOCH':
      return x instanceof Timestamptz ? new Numeric(x.microseconds, 1_000_000n) : wrong(name)
    case 'TO_TIMESTAMP':
      // Seconds as a double, to the microsecond.
      return isNumber(x) ? new Timestamptz(BigInt(Math.round(double(x) * 1_000_000))) : wrong(name)
  }
  throw new RwError(`the model lacks ${name}`)
}

/** Bigints stay bigints, and fail beyond; with a numeric the result is one, with a double a double. */
export function arithmetic(operator: string, left: RwValue, right: RwValue): RwValue {
  if (left === null || right === null) return null
  if (!isNumber(left) || !isNumber(right)) return wrong(operator)
  if (typeof left === 'number' || typeof right === 'number') {
    const [x, y] = [double(left), double(right)]
    if (operator === '/' && y === 0) return failed('division by zero')
    const result = { '+': x + y, '-': x - y, '*': x * y, '/': x / y }[operator] ?? wrong(operator)
    return Number.isFinite(result) ? result : failed('a double overflows')
  }
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    if ((operator === '/' || operator === '%') && right === 0n) return failed('division by zero')
    return int64({ '+': left + right, '-': left - right, '*': left * right }[operator] ?? (operator === '/' ? left / right : left % right))
  }
  const [{ numerator: a, denominator: b }, { numerator: c, denominator: d }] = [numeric(left), numeric(right)]
  switch (operator) {
    case '*':
      return new Numeric(a * c, b * d)
    case '/':
      return c === 0n ? failed('division by zero') : new Numeric(c < 0n ? -a * d : a * d, c < 0n ? -b * c : b * c)
    default:
      return wrong(operator)
  }
}

export function cast(value: RwValue, type: RwType): RwValue {
  if (value === null) return null
  switch (type.name) {
    case 'BIGINT':
      if (typeof value === 'bigint') return value
      if (value instanceof Numeric) return int64(rounded(value).numerator)
      return typeof value === 'string' && /^-?\d+$/.test(value) ? int64(BigInt(value)) : wrong('CAST')
    case 'DOUBLE PRECISION':
      if (typeof value === 'string') return Number.isFinite(Number(value)) ? Number(value) : failed('no double')
      return isNumber(value) ? double(value) : wrong('CAST')
    case 'VARCHAR':
      return typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : wrong('CAST')
    case 'BOOLEAN':
      return typeof value === 'boolean' ? value : wrong('CAST')
    case 'list':
      return Array.isArray(value) ? value.map((element: RwValue) => cast(element, type.element)) : wrong('CAST')
    default:
      return wrong('CAST')
  }
}

/** To a whole number, halves away from zero. */
function rounded({ numerator, denominator }: Numeric): Numeric {
  const size = numerator < 0n ? -numerator : numerator
  const whole = (size * 2n + denominator) / (denominator * 2n)
  return new Numeric(numerator < 0n ? -whole : whole, 1n)
}

function int64(value: bigint): bigint {
  return isInt64(value) ? value : failed('a bigint is out of range')
}

const text = (name: string, value: RwValue): string => (typeof value === 'string' ? value : wrong(name))
const real = (name: string, value: RwValue): number => (typeof value === 'number' ? value : wrong(name))

function failed(problem: string): never {
  throw new RowFailure(problem)
}

function wrong(name: string): never {
  throw new RwError(`${name} takes other types`)
}
