/** One S3 bucket: the calls that this package makes. Throws what a retry may heal. */
export interface BucketClient {
  get(key: string): Promise<Uint8Array | undefined>
  put(key: string, bytes: Uint8Array): Promise<void>
  /** With `If-None-Match: *`; false: the object exists (also where this very call, repeated by the client, wrote it). */
  create(key: string, bytes: Uint8Array): Promise<boolean>
  /** In byte order of UTF-8, after a key where given. */
  list(prefix: string, after?: string): Promise<readonly string[]>
  delete(key: string): Promise<void>
}
