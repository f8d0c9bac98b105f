import type { Definition, Output } from '../../pipeline'

/**
 * Whether an output's windows must be merged over partitions: unless one of its group keys is the partition key itself, unchanged, so that all
 * events of a key lie in one partition. An output without windows never is, nor is anything where there is one partition.
 * @param partitions of the source's log, at least 1; `many`: as many as there are at a time, also where that is one.
 */
export function needsMerge(definition: Definition, output: Output, partitions: number | 'many'): boolean {
  if (output.windowed === null || partitions === 1) return false
  return partitionKeyIndex(definition, output) < 0
}

/** Which of an output's group keys is the source's partition key; −1: none. */
export function partitionKeyIndex({ source: { partitionKey } }: Definition, { steps, windowed }: Output): number {
  if (partitionKey === null || windowed === null) return -1
  const names = namesOf(partitionKey, steps)
  return windowed.keys.findIndex(({ expression }) => isField(expression, names))
}

type Keys = NonNullable<Output['windowed']>['keys']

const isField = (expression: Keys[number]['expression'], names: ReadonlySet<string>) =>
  expression.node === 'field' && expression.path.length === 1 && names.has(expression.path[0])

/** Under which names the source's field is known after the steps: a projection may rename, copy, drop or replace it; other steps only add fields. */
function namesOf(field: string, steps: Output['steps']): ReadonlySet<string> {
  let names: ReadonlySet<string> = new Set([field])
  for (const step of steps) {
    const known = names
    if (step.step === 'project') names = new Set(step.fields.filter(named => isField(named.expression, known)).map(named => named.name))
  }
  return names
}
