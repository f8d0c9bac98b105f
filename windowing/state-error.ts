/** State bytes are foreign, damaged, or made by an operator of another specification; nothing was misread. */
export class StateError extends Error {
  override readonly name = 'StateError'
}
