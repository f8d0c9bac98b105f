import type { InvocationContext } from './events'

/** Kept for what comes after the last chunk: metrics, the answer, and Lambda's own. */
const RESERVE_MS = 1500

/** Whether an invocation has time for another chunk: as long as the slowest one so far, twice. */
export class Deadline {
  private slowest = 0

  constructor(private readonly context: Pick<InvocationContext, 'getRemainingTimeInMillis'>) {}

  allows(): boolean {
    return this.context.getRemainingTimeInMillis() > RESERVE_MS + 2 * this.slowest
  }

  took(milliseconds: number): void {
    this.slowest = Math.max(this.slowest, milliseconds)
  }
}
