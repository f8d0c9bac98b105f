import type { Definition, Output } from '../definition'
import { InvalidPipelineError } from '../errors'
import { freezeDeeply } from '../freeze'
import type { Shape, ValuesOf } from '../schema'
import { validate } from '../validate'
import type { Destination } from './destination'
import { Events } from './events'
import type { EventSource } from './source'

type Outputs = Readonly<Record<string, Shape>>
declare const OUTPUTS: unique symbol

/** One source and its outputs so far. Immutable: `output` gives another one. */
export class Pipeline<S extends Shape = Shape, O extends Outputs = Outputs> {
  declare readonly [OUTPUTS]?: O
  private built: Definition | undefined

  constructor(
    readonly name: string,
    private readonly source: EventSource<S>,
    private readonly outputs: readonly Output[] = [],
  ) {}

  /** One more output: a chain of steps from the source's events to a table or stream. Outputs have different names. */
  output<Name extends string, R extends Shape>(
    chain: (events: Events<S>) => Destination<Name, R>,
  ): Pipeline<S, O & { readonly [K in Name]: R }> {
    const { output } = chain(new Events<S>(this.source.definition.fields, Object.freeze([])))
    return new Pipeline(this.name, this.source, [...this.outputs, output])
  }

  /** The core forms, deeply frozen. Throws `InvalidPipelineError` with all that is wrong. */
  get definition(): Definition {
    this.built ??= build(normalize(this))
    return this.built
  }

  /** The core forms as they are, right or wrong: for programs that show issues themselves. */
  unchecked(): Definition {
    return { formatVersion: 1, name: this.name, source: this.source.definition, outputs: this.outputs }
  }
}

/** Begins a pipeline: `pipeline('name', source).output(events => …)`. */
export function pipeline<S extends Shape>(name: string, source: EventSource<S>): Pipeline<S, Record<never, Shape>> {
  return new Pipeline(name, source)
}

/** The core forms of a pipeline (sugar such as `derive` is gone), deeply frozen, but not validated. */
export function normalize(pipeline: { unchecked(): Definition }): Definition {
  return freezeDeeply(pipeline.unchecked())
}

/** The type of an output's rows, as values in memory; of a pipeline with one output without its name. */
export type RowOf<P, Name extends OutputNames<P> = OutputNames<P>> = P extends { readonly [OUTPUTS]?: infer O }
  ? Name extends keyof O
    ? O[Name] extends Shape
      ? ValuesOf<O[Name]>
      : never
    : never
  : never
export type OutputNames<P> = P extends { readonly [OUTPUTS]?: infer O } ? Extract<keyof Exclude<O, undefined>, string> : never

function build(definition: Definition): Definition {
  const issues = validate(definition)
  if (issues.length > 0) throw new InvalidPipelineError(issues, `the pipeline ${definition.name} is invalid`)
  return definition
}
