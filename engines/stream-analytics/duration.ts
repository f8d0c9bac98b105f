const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** `hour, 6`: the arguments of `Duration`, `Hop`, `Offset` and `Timeout`, in the greatest unit that divides. */
export function durationArguments(milliseconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => milliseconds !== 0 && milliseconds % length === 0) ?? (['millisecond', 1] as const)
  return `${unit}, ${milliseconds / size}`
}
