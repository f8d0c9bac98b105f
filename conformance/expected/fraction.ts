/** A decimal number, exactly: digits · 10^exponent. */
export interface Fraction {
  readonly digits: bigint
  readonly exponent: number
}

/** More than any number that a type holds; beyond it digits aren't spelled out. */
const FAR = 400

/** Of the text of a JSON number. */
export function fractionOf(text: string): Fraction {
  const [mantissa, exponent = '0'] = text.toLowerCase().split('e')
  const [whole, after = ''] = mantissa.split('.')
  return { digits: BigInt(whole + after), exponent: Number(exponent) - after.length }
}

/** The number times 10^power, where that is an integer. */
export function wholeOf({ digits, exponent }: Fraction, power: number): bigint | undefined {
  const shift = exponent + power
  if (digits === 0n) return 0n
  if (shift >= 0) return digits * 10n ** BigInt(Math.min(shift, FAR))
  if (-shift > FAR) return undefined
  const divisor = 10n ** BigInt(-shift)
  return digits % divisor === 0n ? digits / divisor : undefined
}

/** The number times 10^power, towards minus infinity. */
export function floorOf(fraction: Fraction, power: number): bigint {
  const exact = wholeOf(fraction, power)
  if (exact !== undefined) return exact
  const divisor = 10n ** BigInt(Math.min(-(fraction.exponent + power), FAR))
  const quotient = fraction.digits / divisor
  return fraction.digits < 0n ? quotient - 1n : quotient
}
