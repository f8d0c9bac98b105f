import type { Output } from '../../pipeline'
import type { ChildName } from './references'

/** Gives children their names: of the second and later generations they carry its number. */
export type NameChild = (child: string) => ChildName

/** What all generations share; what is deployed, so that each generation is compared with the one before. */
const SHARED: readonly string[] = ['key', 'events', 'access-logs', 'deployed-state']

export function namer(generation: number): NameChild {
  return child => (generation === 1 || SHARED.includes(child) ? child : `${child}-${generation}`)
}

/** How an output is called in children and in the catalog, which know lower case alone. */
export interface OutputNames {
  readonly output: Output
  /** Lower kebab case. */
  readonly child: string
  /** Lower snake case. */
  readonly table: string
}

export function outputNames(outputs: readonly Output[]): readonly OutputNames[] {
  const children = unique(
    outputs.map(({ name }) => name.toLowerCase().replaceAll('_', '-')),
    '-',
  )
  const tables = unique(
    outputs.map(({ name }) => snakeCase(name)),
    '_',
  )
  return outputs.map((output, index) => ({ output, child: children[index], table: tables[index] }))
}

export const snakeCase = (name: string): string => name.toLowerCase().replaceAll('-', '_')

/** What is there twice gets a number. */
function unique(names: readonly string[], separator: string): readonly string[] {
  const taken = new Set<string>()
  return names.map(name => {
    let found = name
    for (let number = 2; taken.has(found); number++) found = `${name}${separator}${number}`
    taken.add(found)
    return found
  })
}
