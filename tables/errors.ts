/** A table cannot be opened, read or written. `reasons` holds every reason that was found, not only the first. */
export class TableError extends Error {
  override readonly name = 'TableError'
  readonly reasons: readonly string[]

  /** @param reasons at least one; lower case, each says what was got, what is allowed and what to do */
  constructor(reasons: string | readonly string[], options?: ErrorOptions) {
    const all = typeof reasons === 'string' ? [reasons] : reasons
    super(all.join('; '), options)
    this.reasons = all
  }
}
