import type { Clock } from './ports'

/** A tick to append to a partition's log: a record with `tick` 1 and this time as its arrival time. */
export interface Tick {
  readonly partition: string
  /** Epoch ms. */
  readonly time: number
}

/** Decides when partitions are idle. It only decides: the tick takes effect through the log, so that a replay gives the same rows. */
export interface IdleTicks {
  /** An event of the partition arrived (a tick doesn't count). */
  observe(partition: string): void
  /**
   * Ticks that are due now: one for each partition without events for the timeout, and again after each further timeout. Each is given once.
   * Call it only for a consumer that has read the log to its end: a tick moves the watermark to the present, and what lies unread behind it would be late.
   */
  due(): readonly Tick[]
}

export interface IdleTicksOptions {
  /** From the definition's source, greater than 0; null: no partition is ever idle. */
  readonly idleTimeoutMs: number | null
  readonly clock: Clock
  readonly partitions: readonly string[]
}

/** @throws RangeError for a timeout that is not greater than 0. */
export function idleTicks({ idleTimeoutMs, clock, partitions }: IdleTicksOptions): IdleTicks {
  if (idleTimeoutMs !== null && !(idleTimeoutMs > 0))
    throw new RangeError(`idleTimeoutMs must be greater than 0, or null, got ${idleTimeoutMs}`)
  const since = new Map(partitions.map(partition => [partition, clock.now()]))
  return {
    observe: partition => {
      since.set(partition, clock.now())
    },
    due: () => {
      if (idleTimeoutMs === null) return []
      const time = clock.now()
      const idle = [...since].filter(([, last]) => time - last >= idleTimeoutMs).map(([partition]) => partition)
      for (const partition of idle) since.set(partition, time)
      return idle.map(partition => ({ partition, time }))
    },
  }
}
