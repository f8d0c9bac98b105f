import { ExpressionFailure } from '../evaluate'
import type { FailureReceiver } from './program'

/** What generated code calls where an event fails; at most one failure for each entry is passed on. */
export class Failures {
  private receiver: FailureReceiver = () => {}
  private lastEntry = -1

  constructor(private readonly places: readonly string[]) {}

  begin(receiver: FailureReceiver): void {
    this.receiver = receiver
    this.lastEntry = -1
  }

  readonly nullKey = (entry: number, place: number): void => {
    if (entry === this.lastEntry) return
    this.lastEntry = entry
    this.receiver(entry, {
      code: 'null-key',
      path: this.places[place],
      message: 'the group key is null; drop such events by a where step, or give a value by coalesce',
    })
  }

  /** Takes what was thrown; throws it on where it is no failure of an expression. */
  readonly thrown = (entry: number, place: number, error: unknown): void => {
    if (!(error instanceof ExpressionFailure)) throw error
    if (entry === this.lastEntry) return
    this.lastEntry = entry
    this.receiver(entry, { code: 'expression-error', path: this.places[place], message: error.message })
  }
}
