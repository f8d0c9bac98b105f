import type { CompiledEvents } from './compiled'
import { Failures } from './failures'
import type { EventOutputProgram } from './program'
import { TextReader } from './text-reader'

/** The program of an output whose rows are the events themselves. */
export function eventProgram({ name, run, places }: CompiledEvents): EventOutputProgram {
  const reader = new TextReader()
  const failures = new Failures(places)
  return {
    kind: 'events',
    name,
    run(batch, _records, _from, firstOrdinal, onRow, onFailure) {
      failures.begin(onFailure)
      run(batch, reader, (entry, row) => onRow(firstOrdinal + entry, row), failures.thrown)
    },
  }
}
