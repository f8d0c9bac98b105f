/**
 * An expression has no value for an event: overflow, division by zero, a cast that does not fit. The event (or row) becomes a dead letter
 * `expression-error` with this message.
 */
export class ExpressionFailure extends Error {
  override readonly name = 'ExpressionFailure'
}

/** For use in expressions: throws. */
export function fail(message: string): never {
  throw new ExpressionFailure(message)
}
