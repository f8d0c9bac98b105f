import type { CompiledWindows } from './compiled'
import { Failures } from './failures'
import { rowFinisher } from './finish-row'
import { InputBuffer } from './input-buffer'
import type { WindowedOutputProgram } from './program'
import { TextReader } from './text-reader'

/** The program of an output with windows. */
export function windowedProgram(compiled: CompiledWindows, capacity: number): WindowedOutputProgram {
  const { name, aggregates, window, fill } = compiled
  const input = new InputBuffer(compiled.input, capacity)
  const reader = new TextReader()
  const failures = new Failures(compiled.places)
  return {
    kind: 'windowed',
    name,
    input,
    aggregates,
    window,
    prepare(batch, _records, _from, firstOrdinal, onFailure) {
      failures.begin(onFailure)
      input.begin(batch, firstOrdinal)
      fill(batch, input, input.keys, reader, failures.nullKey, failures.thrown)
      input.end(batch)
    },
    get entryOf() {
      return input.entryOf
    },
    finishRow: rowFinisher(compiled.rows),
  }
}
