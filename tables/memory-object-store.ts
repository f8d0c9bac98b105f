import { checkKey } from './object-key'
import type { ObjectStore } from './object-store'
import { compareText } from './text-order'

/** Objects in memory, for tests and short-lived tables. Bytes are copied in and out, so that nobody can change them. */
export class MemoryObjectStore implements ObjectStore {
  private readonly objects = new Map<string, Uint8Array>()

  async get(key: string): Promise<Uint8Array | undefined> {
    checkKey(key)
    return this.objects.get(key)?.slice()
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    checkKey(key)
    this.objects.set(key, bytes.slice())
  }

  async create(key: string, bytes: Uint8Array): Promise<boolean> {
    checkKey(key)
    if (this.objects.has(key)) return false
    this.objects.set(key, bytes.slice())
    return true
  }

  async list(prefix: string, after?: string): Promise<readonly string[]> {
    const keys: string[] = []
    for (const key of this.objects.keys()) {
      if (key.startsWith(prefix) && (after === undefined || compareText(key, after) > 0)) keys.push(key)
    }
    return keys.sort(compareText)
  }

  async delete(key: string): Promise<void> {
    checkKey(key)
    this.objects.delete(key)
  }
}
