import type { RecordValue, Value } from '../../pipeline'
import type { AggregateSpecification, WindowSpecification } from '../../windowing'
import type { DecodedBatch } from '../records'
import type { Failures } from './failures'
import type { InputBuffer, InputPlan } from './input-buffer'
import type { KeyBuffer } from './key-buffer'
import type { WindowedOutputProgram } from './program'
import type { TextReader } from './text-reader'

/** What a program is made of: data, functions of this package, and functions that were generated from the definition. It holds no state. */
export interface CompiledProgram {
  /** See `Program.fields`. */
  readonly fields: readonly string[]
  readonly outputs: readonly (CompiledWindows | CompiledEvents)[]
}

export interface CompiledWindows {
  readonly kind: 'windowed'
  readonly name: string
  readonly window: WindowSpecification
  readonly aggregates: readonly AggregateSpecification[]
  readonly input: InputPlan
  readonly fill: (
    batch: DecodedBatch,
    input: InputBuffer,
    keys: KeyBuffer,
    reader: TextReader,
    nullKey: Failures['nullKey'],
    thrown: Failures['thrown'],
  ) => void
  /** Paths in the definition, by the numbers that `fill` tells failures by. */
  readonly places: readonly string[]
  /** Null: rows are made elsewhere, of what the first of two stages gives. */
  readonly rows: CompiledRows | null
}

/** How windows become rows. */
export interface CompiledRows {
  readonly finish: (...window: Parameters<WindowedOutputProgram['finishRow']>) => RecordValue
  readonly having: ((row: RecordValue) => Value) | null
  readonly havingPath: string
}

export interface CompiledEvents {
  readonly kind: 'events'
  readonly name: string
  readonly run: (
    batch: DecodedBatch,
    reader: TextReader,
    onRow: (entry: number, row: RecordValue) => void,
    thrown: Failures['thrown'],
  ) => void
  readonly places: readonly string[]
}
