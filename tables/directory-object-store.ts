import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TableError } from './errors'
import { checkKey } from './object-key'
import type { ObjectStore } from './object-store'
import { compareText } from './text-order'

/** Unfinished objects; hidden from Delta readers, because its name begins with an underscore. */
const TEMPORARY = '_temporary'

/** Codes with which systems say that directories cannot be opened or synced (Windows, some network file systems). */
const NO_DIRECTORY_SYNC = new Set(['EPERM', 'EISDIR', 'EACCES', 'EINVAL', 'EBADF', 'ENOTSUP'])

/** Windows refuses to replace or remove a file for as long as a virus scanner or an indexer looks at it. */
const BUSY = new Set(['EPERM', 'EACCES', 'EBUSY'])
const BUSY_DELAYS_MS = [5, 20, 80, 320, 1000]

/**
 * Objects as files below a directory. An object is written to a temporary file, synced, and only then given its name
 * (`put`: rename, `create`: hard link, which fails when the name exists), so readers see whole objects and a crash
 * leaves at most a file in `_temporary/`, which no reader looks at. Names are durable: the directory is synced too,
 * where the system can.
 *
 * Needs a file system with hard links (not FAT or exFAT); several processes may use one directory.
 */
export class DirectoryObjectStore implements ObjectStore {
  private readonly known = new Set<string>()

  /** @param root the directory; made when the first object is written */
  constructor(private readonly root: string) {}

  async get(key: string): Promise<Uint8Array | undefined> {
    checkKey(key)
    try {
      const bytes = await readFile(join(this.root, key))
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const target = this.pathOf(key)
    const temporary = await this.writeTemporary(bytes)
    await this.makeDirectory(dirname(target))
    await whileBusy(() => rename(temporary, target))
    await syncDirectory(dirname(target))
  }

  async create(key: string, bytes: Uint8Array): Promise<boolean> {
    const target = this.pathOf(key)
    if (await exists(target)) return false // the usual way to lose, without writing anything
    const temporary = await this.writeTemporary(bytes)
    await this.makeDirectory(dirname(target))
    try {
      await link(temporary, target)
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false
      throw withoutLinks(error)
    } finally {
      await whileBusy(() => unlink(temporary))
    }
    await syncDirectory(dirname(target))
    return true
  }

  async list(prefix: string, after?: string): Promise<readonly string[]> {
    const keys: string[] = []
    const start = prefix.slice(0, prefix.lastIndexOf('/') + 1)
    await this.collect(start, prefix, keys)
    return keys.filter(key => after === undefined || compareText(key, after) > 0).sort(compareText)
  }

  async delete(key: string): Promise<void> {
    const target = this.pathOf(key)
    try {
      await whileBusy(() => unlink(target))
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }

  private pathOf(key: string): string {
    checkKey(key)
    if (key === TEMPORARY || key.startsWith(`${TEMPORARY}/`))
      throw new TableError(`object key ${JSON.stringify(key)} is reserved for unfinished objects`)
    return join(this.root, key)
  }

  private async collect(directory: string, prefix: string, keys: string[]): Promise<void> {
    const entries = await readdir(join(this.root, directory), { withFileTypes: true }).catch(error => {
      if (isMissing(error)) return []
      throw error
    })
    for (const entry of entries) {
      const key = directory + entry.name
      if (entry.isDirectory()) {
        const inside = `${key}/`
        if (key !== TEMPORARY && (inside.startsWith(prefix) || prefix.startsWith(inside))) await this.collect(inside, prefix, keys)
      } else if (key.startsWith(prefix)) {
        keys.push(key)
      }
    }
  }

  private async writeTemporary(bytes: Uint8Array): Promise<string> {
    const path = join(this.root, TEMPORARY, randomUUID())
    await this.makeDirectory(dirname(path))
    const file = await open(path, 'wx')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    return path
  }

  /** Makes the directory and what is above it, and syncs the parents of those that are new. */
  private async makeDirectory(path: string): Promise<void> {
    if (this.known.has(path)) return
    const first = await mkdir(path, { recursive: true })
    for (let made = path; first !== undefined; made = dirname(made)) {
      await syncDirectory(dirname(made))
      if (made === first || made === dirname(made)) break
    }
    this.known.add(path)
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

async function syncDirectory(path: string): Promise<void> {
  try {
    const directory = await open(path, 'r')
    try {
      await directory.sync()
    } finally {
      await directory.close()
    }
  } catch (error) {
    if (!NO_DIRECTORY_SYNC.has(codeOf(error))) throw error
  }
}

async function whileBusy(action: () => Promise<void>): Promise<void> {
  for (const delayMs of BUSY_DELAYS_MS) {
    try {
      return await action()
    } catch (error) {
      if (!BUSY.has(codeOf(error))) throw error
      await delay(delayMs)
    }
  }
  await action()
}

function withoutLinks(error: unknown): unknown {
  if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR', 'EINVAL'].includes(codeOf(error))) return error
  return new TableError(`the file system refused a hard link (${codeOf(error)}); use a directory on one that has them (not FAT or exFAT)`, {
    cause: error,
  })
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}
