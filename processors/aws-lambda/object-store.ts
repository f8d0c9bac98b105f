import { checkKey, type ObjectStore } from '../../tables'
import type { BucketClient } from './clients/bucket'

/** The objects below a prefix of a bucket. */
export class BucketObjectStore implements ObjectStore {
  constructor(
    private readonly bucket: BucketClient,
    /** Ends in `/`, or is empty. */
    private readonly prefix: string,
  ) {}

  async get(key: string): Promise<Uint8Array | undefined> {
    return this.bucket.get(this.full(key))
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.bucket.put(this.full(key), bytes)
  }

  async create(key: string, bytes: Uint8Array): Promise<boolean> {
    return this.bucket.create(this.full(key), bytes)
  }

  async list(prefix: string, after?: string): Promise<readonly string[]> {
    const keys = await this.bucket.list(this.prefix + prefix, after === undefined ? undefined : this.prefix + after)
    return keys.map(key => key.slice(this.prefix.length))
  }

  async delete(key: string): Promise<void> {
    await this.bucket.delete(this.full(key))
  }

  private full(key: string): string {
    checkKey(key)
    return this.prefix + key
  }
}
