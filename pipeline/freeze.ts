/** Freezes a tree of plain data in place; typed arrays can't be frozen and stay as they are. */
export function freezeDeeply<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  // Frozen parts may have unfrozen ones inside, so all of it is walked; definitions are trees of bounded size.
  for (const member of Object.values(value)) freezeDeeply(member)
  return Object.freeze(value)
}
