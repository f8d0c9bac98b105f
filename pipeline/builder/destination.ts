import type { Field, Output, Step, Target, Windowed } from '../definition'
import type { Shape } from '../schema'

declare const ROWS: unique symbol

/** A finished chain: one output of a pipeline. */
export interface Destination<Name extends string = string, R extends Shape = Shape> {
  readonly output: Output & { readonly name: Name }
  readonly [ROWS]?: R
}

export function destination<Name extends string, R extends Shape>(
  target: Target & { readonly name: Name },
  steps: readonly Step[],
  windowed: Windowed | null,
  columns: readonly Field[],
): Destination<Name, R> {
  return Object.freeze({ output: Object.freeze({ name: target.name, steps, windowed, into: target, columns }) })
}
