import type { Definition, Reference, Value } from '../../pipeline'

/** Every reference of a definition, once. */
export function referencesOf({ outputs }: Definition): readonly Reference[] {
  const found = new Map<string, Reference>()
  for (const { steps } of outputs) for (const step of steps) if (step.step === 'lookup') found.set(step.reference.name, step.reference)
  return [...found.values()]
}

/** Its rows as JSON lines, as reference data inputs read them. */
export function referenceText({ fields, rows }: Reference): string {
  const line = (row: readonly Value[]) => `{${fields.map(({ name }, index) => `${JSON.stringify(name)}:${json(row[index])}`).join(',')}}`
  return `${rows.map(line).join('\n')}\n`
}

function json(value: Value): string {
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return `[${value.map(json).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value as Readonly<Record<string, Value>>)
    .map(([name, member]) => `${JSON.stringify(name)}:${json(member)}`)
    .join(',')}}`
}
