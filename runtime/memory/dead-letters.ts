import type { DeadLetter, DeadLetterBatch, DeadLetters } from '../ports'

interface Stored {
  readonly letters: DeadLetter[]
  throughCause: number
}

/** Dead letters in memory. */
export class MemoryDeadLetters implements DeadLetters {
  private readonly stored = new Map<string, Stored>()

  async write(batch: DeadLetterBatch): Promise<void> {
    const stored = this.stored.get(batch.partition) ?? { letters: [], throughCause: 0 }
    for (const letter of batch.letters) if (letter.cause > stored.throughCause) stored.letters.push(letter)
    stored.throughCause = Math.max(stored.throughCause, batch.throughCause)
    this.stored.set(batch.partition, stored)
  }

  letters(partition: string): readonly DeadLetter[] {
    return this.stored.get(partition)?.letters ?? []
  }
}
