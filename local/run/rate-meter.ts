const spanMs = 3000

/** Events each second, over the last three seconds. */
export class RateMeter {
  private readonly samples: { readonly at: number; readonly total: number }[] = []

  /** The total so far. */
  take(total: number): void {
    this.samples.push({ at: Date.now(), total })
    this.forget()
  }

  perSecond(): number {
    this.forget()
    const [first] = this.samples
    const last = this.samples.at(-1)
    if (first === undefined || last === undefined) return 0
    return Math.round(((last.total - first.total) * 1000) / Math.max(1000, Date.now() - first.at))
  }

  /** Keeps one sample from before the span, so that the span is covered. */
  private forget(): void {
    const start = Date.now() - spanMs
    while (this.samples.length > 1 && this.samples[1].at < start) this.samples.shift()
  }
}
