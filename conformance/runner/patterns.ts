import type { ConformanceCase } from '../case'
import type { DeclaredDifference } from '../driver'

/** Whether a name fits a pattern, in which `*` stands for any text. */
export function fits(pattern: string, name: string): boolean {
  const escaped = pattern.split('*').map(part => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
  return new RegExp(`^${escaped.join('.*')}$`).test(name)
}

/** Whether a declaration speaks of a case. */
export function declares({ cases, conditions = [] }: DeclaredDifference, { name, conditions: held }: ConformanceCase): boolean {
  return fits(cases, name) && conditions.every(condition => held.includes(condition))
}
