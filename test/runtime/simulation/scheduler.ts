import type { Random } from './random'

/** A worker died, or an answer never came. */
export class Crash extends Error {}

/** Runs several workers in one seeded order: between any two port steps the next worker is drawn. */
export class Scheduler {
  private readonly waiting: (() => void)[] = []
  private running = 0
  private failure: { readonly error: unknown } | null = null
  private wake: (() => void) | null = null
  private crashesLeft: number

  constructor(
    private readonly random: Random,
    private readonly crashProbability: number,
    mostCrashes: number,
  ) {
    this.crashesLeft = mostCrashes
  }

  /** A step at a port, which may crash before it took effect or after. */
  async step<T>(effect: () => Promise<T>): Promise<T> {
    await this.turn()
    if (this.crash()) throw new Crash('before the step')
    const answer = await effect()
    if (this.crash()) throw new Crash('after the step')
    return answer
  }

  /** Lets another worker go first, maybe. */
  turn(): Promise<void> {
    return new Promise(resolve => {
      this.waiting.push(resolve)
      this.rest()
    })
  }

  /** One worker more; to be called from a worker that runs. */
  start(worker: () => Promise<void>): void {
    this.running++
    worker()
      .catch(error => {
        this.failure = { error }
      })
      .finally(() => this.rest())
  }

  /** Runs all workers to their ends, also those that they start. */
  async run(workers: readonly (() => Promise<void>)[]): Promise<void> {
    for (const worker of workers) this.start(worker)
    for (;;) {
      if (this.running > 0)
        await new Promise<void>(resolve => {
          this.wake = resolve
        })
      if (this.failure) throw this.failure.error
      if (this.waiting.length === 0) return
      const [next] = this.waiting.splice(this.random.below(this.waiting.length), 1)
      this.running++
      next()
    }
  }

  private rest(): void {
    this.running--
    if (this.running === 0) this.wake?.()
  }

  private crash(): boolean {
    if (this.crashesLeft === 0 || !this.random.chance(this.crashProbability)) return false
    this.crashesLeft--
    return true
  }
}
