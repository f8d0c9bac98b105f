import { HyperLogLog } from './hyperloglog'
import { Kll } from './kll'
import { SpaceSaving } from './space-saving'

export type { HyperLogLog } from './hyperloglog'
export type { Kll } from './kll'
export { type Sketch, SketchError, type SketchValue } from './sketch'
export type { FrequentValue, SpaceSaving } from './space-saving'

/** Counts different values; `precision` 4 to 18, standard error 1.04/√(2^precision). Throws `RangeError` outside. */
export function createHyperLogLog(precision: number): HyperLogLog {
  return new HyperLogLog(precision)
}

/** Quantiles; `accuracy` 8 to 65,535, rank error about 1.33 % at 200. Throws `RangeError` outside. */
export function createKll(accuracy: number): Kll {
  return new Kll(accuracy)
}

/** Most frequent values; `capacity` 1 to 65,536 counters, counts too high by at most n/capacity. Throws `RangeError` outside. */
export function createSpaceSaving(capacity: number): SpaceSaving {
  return new SpaceSaving(capacity)
}

/** Throws `SketchError` on bytes that `HyperLogLog.encode` didn't give. */
export const decodeHyperLogLog = (bytes: Uint8Array): HyperLogLog => HyperLogLog.decode(bytes)

/** Throws `SketchError` on bytes that `Kll.encode` didn't give. */
export const decodeKll = (bytes: Uint8Array): Kll => Kll.decode(bytes)

/** Throws `SketchError` on bytes that `SpaceSaving.encode` didn't give. */
export const decodeSpaceSaving = (bytes: Uint8Array): SpaceSaving => SpaceSaving.decode(bytes)
