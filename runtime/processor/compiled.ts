import type { Source } from '../../pipeline'
import type { AggregateFactories, OperatorFactories } from '../../windowing'
import type { DecoderClass } from '../decode'
import type { CompiledEvents, CompiledWindows } from '../program'
import type { PartitionKeyPlace } from './keys'
import type { OutputPlace, WindowedOutput } from './windowed-output'

/** What processors need of a definition: data and functions without state. See `compile`. */
export interface Compiled {
  readonly name: string
  readonly source: Source
  readonly Decoder: DecoderClass
  /** See `Program.fields`. */
  readonly fields: readonly string[]
  readonly outputs: readonly (CompiledEvents | CompiledWindowedOutput)[]
}

export interface CompiledWindowedOutput extends CompiledWindows {
  readonly fingerprint: string
  /** By which the state is divided among successors; null: it can't be, and windows are merged over partitions. */
  readonly partitionKey: PartitionKeyPlace | null
  /** Those of its aggregates. */
  readonly factories: AggregateFactories
  /** Those that are needed, as of `operators`: all in one stage, or the first of two. */
  readonly stages: { readonly single?: StageFactory | undefined; readonly first?: StageFactory | undefined }
  /** Those that are needed. */
  readonly operators: { readonly [K in keyof OperatorFactories]?: OperatorFactories[K] | undefined }
}

/** Makes an output's place in a partition's stage. */
export type StageFactory = (output: CompiledWindowedOutput, place: OutputPlace) => WindowedOutput

/** What the second of two stages needs of an output. */
export type CompiledMerge = Pick<
  CompiledWindowedOutput,
  'name' | 'fingerprint' | 'window' | 'aggregates' | 'factories' | 'rows' | 'operators'
>

/** @throws TypeError where an output was compiled without what it needs here. */
export function operatorOf<K extends keyof OperatorFactories>(
  { name, operators }: Pick<CompiledMerge, 'name' | 'operators'>,
  kind: K,
): OperatorFactories[K] {
  const create = operators[kind] as OperatorFactories[K] | undefined
  if (create === undefined) throw new TypeError(`output '${name}' was compiled without its operator of ${kind}: this is a defect`)
  return create
}

/** @throws TypeError as `operatorOf` */
export function stageOf({ name, stages }: CompiledWindowedOutput, kind: 'single' | 'first'): StageFactory {
  const create = stages[kind]
  if (create === undefined) throw new TypeError(`output '${name}' was compiled without its ${kind} stage: this is a defect`)
  return create
}
