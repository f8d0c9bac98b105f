import { fail } from './failure'

/** The value itself where it is finite. */
export function finite(value: number, operation: string): number {
  return Number.isFinite(value) ? value : fail(`${operation} gives ${value}; doubles must be finite`)
}

export function divideDouble(a: number, b: number): number {
  if (b === 0) fail('divide by zero; guard it with a case or a where step')
  return finite(a / b, 'divide')
}

/** To a whole double, halves away from zero; never negative zero. */
export function roundDouble(value: number): number {
  const whole = Math.trunc(value)
  // adding 0.5 and truncating would round 0.49999999999999994 up
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole + 0
}
