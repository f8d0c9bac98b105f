/** Names of all children of a plan: members `child`, and the others that name one. */
export function childrenOf(plan: unknown): readonly string[] {
  const found: string[] = []
  walk(plan, (name, value) => {
    if (['child', 'policy', 'logStream'].includes(name) && typeof value === 'string') found.push(value)
  })
  return found
}

/** Names that references of a plan are to. */
export function referencesIn(plan: unknown): ReadonlySet<string> {
  const found = new Set<string>()
  walk(plan, (name, value) => {
    if ((name === 'ref' || name === 'of') && typeof value === 'string') found.add(value)
  })
  return found
}

function walk(value: unknown, visit: (name: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    visit(name, member)
    walk(member, visit)
  }
}
