import type { RowReceiver } from '../../windowing'
import { RowFailure, type WindowedOutputProgram } from '../program'
import type { Effects } from './effects'
import type { Origins } from './origins'

/** Takes finished windows: each gives a row, nothing (`having`), or a dead letter. */
export class RowWriter implements Pick<RowReceiver, 'row' | 'failed'> {
  private effects: Effects | null = null

  constructor(
    private readonly program: Pick<WindowedOutputProgram, 'finishRow'>,
    private readonly output: number,
    private readonly origins: Origins,
  ) {}

  /** Where rows go until the next call. */
  into(effects: Effects): void {
    this.effects = effects
  }

  row: RowReceiver['row'] = (start, end, keyBytes, keyStart, keyEnd, cause, values) => {
    try {
      const row = this.program.finishRow(start, end, keyBytes, keyStart, keyEnd, values)
      if (row !== null) this.effects?.row(this.output, cause, row)
    } catch (error) {
      if (!(error instanceof RowFailure)) throw error
      this.effects?.letter(cause, this.output, error.error, this.origins.ofCause(cause))
    }
  }

  failed: RowReceiver['failed'] = (start, end, _keyBytes, _keyStart, _keyEnd, cause, problem) => {
    const message = `window ${start} to ${end}: ${problem}`
    this.effects?.letter(cause, this.output, { code: 'aggregate-error', path: '', message }, this.origins.ofCause(cause))
  }
}
