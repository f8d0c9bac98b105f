/** A number's exact decimal value: ±0.digits × 10^point, without leading or trailing zeros; '' is zero. */
export interface DecimalNumber {
  readonly negative: boolean
  readonly digits: string
  readonly point: number
}

const MIN_INT64 = -(2n ** 63n)
const MAX_INT64 = 2n ** 63n - 1n

/** The value of text that is known to follow the grammar of a JSON number. */
export function decimalOf(text: string): DecimalNumber {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (match === null) throw new RangeError('decimalOf needs the text of a number')
  const whole = match[2]
  const all = whole + (match[3] ?? '')
  const leading = leadingZeros(all)
  // An exponent beyond a double's integers gives infinity or minus infinity, which every range check refuses.
  return {
    negative: match[1] === '-',
    digits: all.slice(leading, all.length - trailingZeros(all, leading)),
    point: whole.length - leading + Number(match[4] ?? 0),
  }
}

/** The integer `number × 10^power`, undefined where it isn't an integer; never more than `maxDigits` digits (else 'too-long'). */
export function scaledInteger(number: DecimalNumber, power: number, maxDigits: number): bigint | undefined | 'too-long' {
  if (number.digits === '') return 0n
  const length = number.point + power
  if (length < number.digits.length) return undefined
  if (length > maxDigits) return 'too-long'
  const magnitude = BigInt(number.digits.padEnd(length, '0'))
  return number.negative ? -magnitude : magnitude
}

/** `number × 10^power` rounded towards minus infinity; infinite beyond 15 digits. */
export function scaledFloor(number: DecimalNumber, power: number): number {
  if (number.digits === '') return 0
  const length = number.point + power
  if (length > 15) return number.negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const kept = length <= 0 ? 0 : Number(number.digits.slice(0, length).padEnd(length, '0'))
  if (!number.negative) return kept
  return number.digits.length > length ? -kept - 1 : -kept
}

/** Whether an integer is in the range of int64. */
export function isInt64(value: bigint): boolean {
  return value >= MIN_INT64 && value <= MAX_INT64
}

/** A number where it is a safe integer, else the bigint: one representation for each value. */
export function narrowed(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

function leadingZeros(digits: string): number {
  let count = 0
  while (count < digits.length && digits.charCodeAt(count) === 48) count++
  return count
}

function trailingZeros(digits: string, from: number): number {
  let count = 0
  while (digits.length - count > from && digits.charCodeAt(digits.length - count - 1) === 48) count++
  return count
}
