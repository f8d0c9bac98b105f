import type { AggregateSpecification, AggregateValue } from '../aggregate'
import type { Accumulator } from './accumulator'
import type { AggregateProblem } from './problem'
import type { Words } from './words'

/** The finished value of an aggregate. */
export type Output = (slot: number) => AggregateValue | AggregateProblem

/** Makes each different accumulator once: `count(x)`, `sum(x)`, `avg(x)` share one, as do quantiles of one sketch. */
export class Shared {
  private readonly known = new Map<string, unknown>()

  constructor(private readonly accumulators: Accumulator[]) {}

  get<A extends Accumulator>(name: string, create: () => A): A {
    const present = this.known.get(name)
    if (present !== undefined) return present as A
    const accumulator = create()
    this.known.set(name, accumulator)
    this.accumulators.push(accumulator)
    return accumulator
  }
}

/** What an aggregate is made with. */
export interface Surroundings {
  readonly partitionIndex: number
  readonly words: Words
  readonly shared: Shared
  /** Columns of which there is a sum. */
  readonly summed: ReadonlySet<number>
}

type Specified<A, S = AggregateSpecification> = S extends { readonly aggregate: infer B } ? (A extends B ? S : never) : never

/** Makes an aggregate of one kind. */
export type AggregateFactory<A> = (specification: Specified<A>, surroundings: Surroundings) => Output

/** By kind. Those that no specification asks for may be left out. */
export type AggregateFactories = { readonly [A in AggregateSpecification['aggregate']]?: AggregateFactory<A> }

/** One output for each aggregate; puts what they need into `accumulators`. */
export function createOutputs(
  aggregates: readonly AggregateSpecification[],
  factories: AggregateFactories,
  partitionIndex: number,
  words: Words,
  accumulators: Accumulator[],
): readonly Output[] {
  const summed = new Set<number>()
  for (const { aggregate, column } of aggregates) if (aggregate === 'sum' || aggregate === 'avg') summed.add(column)
  const surroundings = { partitionIndex, words, shared: new Shared(accumulators), summed }
  return aggregates.map(specification => {
    const create = factories[specification.aggregate] as AggregateFactory<unknown> | undefined
    if (create === undefined) throw new TypeError(`the aggregate ${specification.aggregate} is not among what this was made with`)
    return create(specification as never, surroundings)
  })
}
