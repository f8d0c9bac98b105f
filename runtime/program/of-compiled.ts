import type { CompiledProgram } from './compiled'
import { eventProgram } from './events'
import type { Program } from './program'
import { windowedProgram } from './windowed'

export interface ProgramOptions {
  /** Entries that buffers have room for at first; they grow. Default 1,024. */
  readonly capacity?: number
}

/** Gives a compiled program its buffers. */
export function programOf({ fields, outputs }: CompiledProgram, options: ProgramOptions = {}): Program {
  const capacity = options.capacity ?? 1024
  if (!Number.isSafeInteger(capacity) || capacity < 1) throw new RangeError(`capacity is ${capacity}: give an integer of at least 1`)
  return {
    fields,
    outputs: outputs.map(output => (output.kind === 'events' ? eventProgram(output) : windowedProgram(output, capacity))),
  }
}
