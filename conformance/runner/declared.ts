import { allBadRecords, type BadRecords, findEngine } from '../../engines'
import type { DeclaredDifference, Driver } from '../driver'

/** What is said of an engine before it runs. */
export interface Declared {
  readonly differences: readonly DeclaredDifference[]
  readonly badRecords: BadRecords
  /** Whether the artifact gives late events. */
  readonly lateOutput: boolean
}

/** By the driver and its engine; streambed's own runtime keeps the law. */
export function declaredOf({ engine, differences }: Driver): Declared {
  if (engine === null) return { differences, badRecords: allBadRecords('dead letter'), lateOutput: true }
  const { badRecords, capabilities } = findEngine(engine.name)
  return { differences, badRecords, lateOutput: capabilities.guarantees.lateOutput.support !== 'refused' }
}
