/** The one border between lake tables and storage: a directory, S3, ADLS, GCS. Keys use `/`. */
export interface ObjectStore {
  get(key: string): Promise<Uint8Array | undefined>
  put(key: string, bytes: Uint8Array): Promise<void>
  /** Atomic create-if-absent: exactly one of several concurrent calls gets true; readers never see part of an object. */
  create(key: string, bytes: Uint8Array): Promise<boolean>
  /** Keys with the prefix, in byte order, after `after` (exclusive) where given. */
  list(prefix: string, after?: string): Promise<readonly string[]>
  delete(key: string): Promise<void>
}
