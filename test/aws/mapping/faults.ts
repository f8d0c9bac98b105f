/** What can go wrong around a mapping without being an error of its function. */
export type FaultKind =
  /** Invoke answers 429. */
  | 'throttle'
  /** The same batch is delivered by two pollers at the same time. */
  | 'duplicate'
  /** The function returned, and nobody learnt of it. */
  | 'lost-answer'
  /** A poller that died is replaced by one that starts at an older checkpoint. */
  | 'rewind'
  /** A batch has fewer records than it could have, so that a redelivery has other borders. */
  | 'short-batch'
  /** The function's process is killed while it works. */
  | 'kill'

/** Decides when something goes wrong. */
export interface Faults {
  strikes(kind: FaultKind): boolean
  /** An integer from 1 to `most`. */
  upTo(most: number): number
  /** Kills the function's process, or arranges for it. */
  kill(): void
}

export const NO_FAULTS: Faults = { strikes: () => false, upTo: most => most, kill: () => {} }

/** Faults by chance, the same for the same seed and order of questions; counts them. */
export class RandomFaults implements Faults {
  readonly counts: Record<FaultKind, number> = { throttle: 0, duplicate: 0, 'lost-answer': 0, rewind: 0, 'short-batch': 0, kill: 0 }
  private state: number

  constructor(
    seed: number,
    /** Probabilities, by kind; 0 where none is given. */
    private readonly chances: Readonly<Partial<Record<FaultKind, number>>>,
    readonly kill: () => void,
  ) {
    this.state = seed
  }

  strikes(kind: FaultKind): boolean {
    if (this.next() >= (this.chances[kind] ?? 0)) return false
    this.counts[kind]++
    return true
  }

  upTo(most: number): number {
    return 1 + Math.floor(this.next() * most)
  }

  /** Mulberry32 (public domain). */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
