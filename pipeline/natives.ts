import type { Definition, NativeExpression } from './definition'
import { expressionsOf } from './walk'

/** One native expression of a definition. */
export interface PlacedNative {
  readonly native: NativeExpression
  /** The expression that it is in: `outputs[0].steps[1].condition`. */
  readonly path: string
}

/** Every native expression of a definition, with its place. */
export function nativesOf(definition: Definition): readonly PlacedNative[] {
  return expressionsOf(definition).flatMap(({ expression, path }) => (expression.node === 'native' ? [{ native: expression, path }] : []))
}
