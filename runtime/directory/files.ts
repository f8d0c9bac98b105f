import { access, link, mkdir, open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The code of a file system's error, e.g. `ENOENT`; undefined for any other error. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Gives `otherwise` where the work fails with one of these codes; every other error is thrown. */
export async function unless<T>(codes: readonly string[], work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (codes.includes(errorCode(error) ?? '')) return otherwise
    throw error
  }
}

/** Makes the names in a directory durable. Windows can't sync a directory, and needs no sync: its journal holds names. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await unless(['EPERM', 'EISDIR', 'EACCES'], open(directory, 'r'), undefined)
  if (!handle) return
  try {
    await unless(['EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP'], handle.sync(), undefined)
  } finally {
    await handle.close()
  }
}

/** Creates a directory and its parents, durably. */
export async function makeDirectory(directory: string): Promise<void> {
  const first = await mkdir(directory, { recursive: true })
  if (first === undefined) return
  for (let path = directory; path.length >= first.length; path = dirname(path)) await syncDirectory(dirname(path))
}

/** Writes and syncs a file that must not exist yet; false where it does. */
export async function writeNewFile(path: string, chunks: readonly Uint8Array[]): Promise<boolean> {
  const handle = await unless(['EEXIST'], open(path, 'wx'), undefined)
  if (!handle) return false
  try {
    for (const chunk of chunks) await handle.writeFile(chunk)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return true
}

/** Gives a file a second name, which must not exist yet; false where it does, or where the file is gone. */
export async function linkNew(path: string, name: string): Promise<boolean> {
  return unless(
    ['EEXIST', 'ENOENT'],
    link(path, name).then(() => true),
    false,
  )
}

export async function removeIfThere(path: string): Promise<void> {
  await unless(['ENOENT'], unlink(path), undefined)
}

/** False where the file is gone. */
export async function renameIfThere(path: string, name: string): Promise<boolean> {
  return unless(
    ['ENOENT'],
    rename(path, name).then(() => true),
    false,
  )
}

export async function exists(path: string): Promise<boolean> {
  return unless(
    ['ENOENT'],
    access(path).then(() => true),
    false,
  )
}
