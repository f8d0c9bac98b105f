import type { Terminal } from './terminal'

const width = 28
const betweenMs = 100

/** One line that is written over, on a terminal; elsewhere nothing. */
export class ProgressBar {
  private readonly startedAt = Date.now()
  private shownAt = 0
  private done = 0

  /** `total` null: unknown. */
  constructor(
    private readonly terminal: Terminal,
    private readonly label: string,
    private readonly total: number | null,
  ) {}

  show(done: number): void {
    this.done = done
    if (!this.terminal.interactive || Date.now() - this.shownAt < betweenMs) return
    this.shownAt = Date.now()
    this.terminal.error(`\r${this.line().slice(0, this.terminal.columns - 1)}\u001b[K`)
  }

  end(): void {
    if (this.terminal.interactive) this.terminal.error(`\r${this.line()}\u001b[K\n`)
  }

  private line(): string {
    const seconds = Math.max(0.001, (Date.now() - this.startedAt) / 1000)
    const rate = `${Math.round(this.done / seconds).toLocaleString('en-US')} events/s`
    if (this.total === null) return `${this.label} ${this.done.toLocaleString('en-US')} events, ${rate}`
    const share = this.total === 0 ? 1 : this.done / this.total
    const full = Math.round(share * width)
    const bar = `${'█'.repeat(full)}${'░'.repeat(width - full)}`
    return `${this.label} ${bar} ${Math.floor(share * 100)}% ${this.done.toLocaleString('en-US')} of ${this.total.toLocaleString('en-US')}, ${rate}`
  }
}
