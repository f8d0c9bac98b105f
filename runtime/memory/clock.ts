import type { Clock } from '../ports'

/** A clock that stands still until it is moved. */
export class FakeClock implements Clock {
  constructor(private time = 0) {}

  now(): number {
    return this.time
  }

  advance(durationMs: number): void {
    this.time += durationMs
  }
}
