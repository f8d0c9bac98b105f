/** The plain text of an unscaled decimal: `decimalText(-5, 2)` is `-0.05`. Never an exponent. */
export function decimalText(unscaled: number | bigint, scale: number): string {
  const value = BigInt(unscaled)
  const sign = value < 0n ? '-' : ''
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
  if (scale === 0) return sign + digits
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
