import type { BucketClient } from '../../../../processors/aws-lambda'

/** S3's semantics, as far as the client's interface has them, in memory. */
export class MemoryBucket implements BucketClient {
  readonly objects = new Map<string, Uint8Array>()

  async get(key: string): Promise<Uint8Array | undefined> {
    return this.objects.get(key)?.slice()
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    this.objects.set(key, bytes.slice())
  }

  async create(key: string, bytes: Uint8Array): Promise<boolean> {
    if (this.objects.has(key)) return false
    this.objects.set(key, bytes.slice())
    return true
  }

  async list(prefix: string, after?: string): Promise<readonly string[]> {
    const keys = [...this.objects.keys()].filter(key => key.startsWith(prefix) && (after === undefined || compare(key, after) > 0))
    return keys.sort(compare)
  }

  async delete(key: string): Promise<void> {
    this.objects.delete(key)
  }
}

const compare = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other))
