import type { RecordValue } from '../../pipeline'
import type { DeadLetter, DeadLetters, OutputRow, Sink } from '../ports'
import type { RecordError } from '../records'

/** Where a batch's effects go. */
export interface EffectPorts {
  readonly sink: Sink
  readonly deadLetters: DeadLetters
}

/** A record's origin, for dead letters. */
export type LetterOrigin = Pick<DeadLetter, 'position' | 'arrivalTime' | 'record'>

/** What a batch gives, held back until all of it was applied, so that a failing batch gives nothing. */
export class Effects {
  readonly rows: OutputRow[][]
  readonly late: OutputRow[][]
  readonly letters: DeadLetter[] = []

  constructor(private readonly outputs: readonly string[]) {
    this.rows = outputs.map(() => [])
    this.late = outputs.map(() => [])
  }

  row(output: number, cause: number, values: RecordValue): void {
    this.rows[output].push({ cause, values })
  }

  lateRow(output: number, cause: number, values: RecordValue): void {
    this.late[output].push({ cause, values })
  }

  letter(cause: number, output: number | null, error: RecordError, origin: LetterOrigin): void {
    this.letters.push({ cause, output: output === null ? null : this.outputs[output], error, ...origin })
  }

  /**
   * Gives everything to the ports; each drops what it has already, so that any prefix of these writes may have happened before. Empty batches are
   * left out: a port's highest cause only matters where it has rows.
   */
  async give(ports: EffectPorts, partition: string, throughCause: number): Promise<void> {
    for (const [index, output] of this.outputs.entries()) {
      const rows = this.rows[index]
      if (rows.length > 0) await ports.sink.write({ partition, output, channel: 'rows', rows, throughCause })
      const late = this.late[index]
      if (late.length > 0) await ports.sink.write({ partition, output, channel: 'late', rows: late, throughCause })
    }
    if (this.letters.length > 0) {
      // Outputs are run one after the other over a chunk of records; a stable sort restores the order of the log.
      const letters = this.letters.toSorted((one, other) => one.cause - other.cause)
      await ports.deadLetters.write({ partition, letters, throughCause })
    }
  }
}
