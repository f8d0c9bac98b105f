import type { Issue } from '../errors'
import { shown } from '../errors'

/** A whole number from `least` to `most`. */
export function checkRange(value: number, least: number, most: number, path: string, what: string): readonly Issue[] {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return []
  return [
    {
      code: 'out-of-range',
      path,
      message: `${what} is out of range`,
      got: shown(value),
      allowed: `whole numbers from ${least} to ${most}`,
    },
  ]
}
