import type { DataType, NativeFunction } from '../definition'
import type { FieldType, Nullness, OrNull, ValueOf } from '../schema'
import { nativeExpression } from './construct'
import { expression, nodeOf } from './fluent'
import type { AnyExpression, ExpressionOf, NullnessOf, TypedExpression } from './typed'

/** Inputs of a native expression, by the names that stand in its texts. */
export type NativeInputs = Readonly<Record<string, AnyExpression>>

/** The inputs' values, as `evaluate` gets them: never null. */
export type NativeValues<I extends NativeInputs> = {
  readonly [K in keyof I]: I[K] extends TypedExpression<infer T> ? ValueOf<T> : never
}

export interface NativeOptions<T extends DataType, N extends Nullness, I extends NativeInputs> {
  /** What it computes, as a name: another meaning needs another one. Letters, digits and `_`. */
  readonly name: string
  /** The result's type; `optional(…)` where it may be null though no input is. */
  readonly type: FieldType<T, N>
  readonly inputs: I
  /**
   * The expression in each engine's language, by the engine's name (`duckdb`, `flink-sql`, …): `log2({score})`. `{score}` is replaced by what the input `score` is
   * compiled to. It is trusted code: it is written as it is, and neither checked nor proven.
   */
  readonly text: Readonly<Record<string, string>>
  /** The same for our own runtime, which refuses the pipeline without it. What it throws ends the event as `expression-error`. */
  readonly evaluate?: (inputs: NativeValues<I>) => OrNull<ValueOf<T>, N>
}

/**
 * An expression in the languages of engines, for what the definition language doesn't have: an explicit way out, for which its author answers. Engines without
 * a text refuse the pipeline. A null input gives null; a null of a type that isn't optional is an error (see "Native text" of the semantics).
 */
export function native<T extends DataType, N extends Nullness, const I extends NativeInputs>(
  options: NativeOptions<T, N, I>,
): ExpressionOf<T, N | NullnessOf<I[keyof I]>> {
  const { name, type, inputs, text, evaluate } = options
  return expression(
    nativeExpression({
      name,
      inputs: Object.entries(inputs).map(([input, given]) => ({ name: input, expression: nodeOf(given) })),
      text,
      type: type.type,
      optional: type.nullness === 'nullable',
      // The types of its inputs and result are those that were just written down.
      ...(evaluate === undefined ? {} : { evaluate: evaluate as unknown as NativeFunction }),
    }),
  )
}
