import type { ConformanceCase } from '../../case'
import { castCases } from './casts'
import { comparisonCases } from './comparisons'
import { numberCases } from './numbers'
import { textCases } from './texts'
import { timeCases } from './times'

/** Every function and cast of the expression language, with edge inputs and nulls. */
export function functionCases(): readonly ConformanceCase[] {
  return [...numberCases(), ...comparisonCases(), ...textCases(), ...timeCases(), ...castCases()]
}
