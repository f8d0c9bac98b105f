import type { StateChange, StateStore, StoredState } from '../ports'

/** Checkpoints in memory, for tests and for runs that need not survive the process. */
export class MemoryStateStore implements StateStore {
  private readonly states = new Map<string, StoredState>()

  async load(partition: string): Promise<StoredState | undefined> {
    return this.states.get(partition)
  }

  async commit(partition: string, expectedVersion: number, change: StateChange): Promise<boolean> {
    const stored = this.states.get(partition)
    if ((stored?.version ?? 0) !== expectedVersion) return false
    const bytes = change.bytes.slice()
    const chunks = change.kind === 'append' && stored ? [...stored.chunks, bytes] : [bytes]
    this.states.set(partition, { version: expectedVersion + 1, chunks })
    return true
  }
}
