/** A part that every plan has. */
export function part<Role, Part>(parts: ReadonlyMap<Role, Part>, role: Role): Part {
  const found = parts.get(role)
  if (found === undefined) throw new Error(`the plan has no ${String(role)}`)
  return found
}
