import type { Value } from '../../pipeline'

/** A decimal's unscaled integer as plain digits, `scale` of them after the point. */
export function decimalText(unscaled: Value, scale: number): string {
  const negative = Number(unscaled) < 0
  const digits = String(unscaled)
    .replace('-', '')
    .padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  return `${negative ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`
}
