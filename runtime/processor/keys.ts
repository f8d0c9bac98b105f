import type { Definition, Output } from '../../pipeline'

/**
 * Whether an output's windows must be merged over partitions: unless one of its group keys is the partition key itself, unchanged, so that all
 * events of a key lie in one partition. An output without windows never is, nor is anything where there is one partition.
 * @param partitions of the source's log, at least 1.
 */
export function needsMerge(definition: Definition, output: Output, partitions: number): boolean {
  if (output.windowed === null || partitions === 1) return false
  const { partitionKey } = definition.source
  if (partitionKey === null) return true
  const names = namesOf(partitionKey, output)
  return !output.windowed.keys.some(({ expression }) => isField(expression, names))
}

type Keys = NonNullable<Output['windowed']>['keys']

const isField = (expression: Keys[number]['expression'], names: ReadonlySet<string>) =>
  expression.node === 'field' && expression.path.length === 1 && names.has(expression.path[0])

/** Under which names the source's field is known after the steps: a projection may rename, copy, drop or replace it; other steps only add fields. */
function namesOf(field: string, output: Output): ReadonlySet<string> {
  let names: ReadonlySet<string> = new Set([field])
  for (const step of output.steps) {
    const known = names
    if (step.step === 'project') names = new Set(step.fields.filter(named => isField(named.expression, known)).map(named => named.name))
  }
  return names
}
