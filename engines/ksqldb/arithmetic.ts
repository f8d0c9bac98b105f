/** ksqlDB has `%` with the dividend's sign, and no MOD. */
export function floorRemainder(value: string, size: number): string {
  return `((${value} % ${size} + ${size}) % ${size})`
}

const MIN_TIME_MS = -62_135_596_800_000
const MAX_TIME_MS = 253_402_300_799_999

/** The time, or null where it is outside of the years 0001 to 9999. */
export function signedTime(time: string): string {
  return `(CASE WHEN ${time} < ${MIN_TIME_MS} OR ${time} > ${MAX_TIME_MS} THEN NULL ELSE ${time} END)`
}
