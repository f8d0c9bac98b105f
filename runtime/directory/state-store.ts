import { join } from 'node:path'
import { StateError } from '../../windowing'
import type { StateChange, StateStore, StoredState } from '../ports'
import { fileNameOf } from './names'
import { Segments } from './segments'

/** Versions before the last one that are always kept, so that a slow writer of an old version can tell that it lost. */
const KEPT_VERSIONS = 64
const BASE_BYTES = 8

/** What a commit needs to know of the version before it. */
interface Head {
  readonly version: number
  /** The version that the changes up to this one go back to. */
  readonly base: number
}

/**
 * Checkpoints in a directory: one for each partition, one file for each version, which holds a whole checkpoint or what was appended. Survives crashes at
 * any point; several processes may use it at once.
 */
export class DirectoryStateStore implements StateStore {
  private readonly partitions = new Map<string, Segments>()
  private readonly heads = new Map<string, Head>()

  /** @param directory is created with the first commit. */
  constructor(private readonly directory: string) {}

  async load(partition: string): Promise<StoredState | undefined> {
    const segments = this.segments(partition)
    for (;;) {
      const version = await segments.recover()
      if (version === 0) return undefined
      const state = await this.read(partition, segments, version)
      // A file that vanished while it was read was cleaned up after a newer version: read that one.
      if (state) return state
      if ((await segments.recover()) === version)
        throw new StateError(`${segments.directory} is damaged: versions before ${version} are missing; restore it from a backup`)
    }
  }

  async commit(partition: string, expectedVersion: number, change: StateChange): Promise<boolean> {
    const segments = this.segments(partition)
    const head = await this.head(partition, segments, expectedVersion)
    if (!head) return false
    const version = expectedVersion + 1
    const base = change.kind === 'append' && head.base > 0 ? head.base : version
    if (!(await segments.create(version, payloadOf(base, change.bytes)))) return false
    if (!(await this.isNew(segments, expectedVersion))) return false
    this.heads.set(partition, { version, base })
    // The last chain of changes stays until the next base is old enough, in case this file turns out to be torn.
    if (base === version && head.base > 0) await segments.removeBelow(Math.min(head.base, version - KEPT_VERSIONS))
    return true
  }

  /** Undefined where the version is not the latest. */
  private async head(partition: string, segments: Segments, version: number): Promise<Head | undefined> {
    if (version === 0) return (await segments.recover()) === 0 ? { version, base: 0 } : undefined
    if ((await segments.has(version + 1)) || !(await segments.has(version))) return undefined
    const known = this.heads.get(partition)
    if (known?.version === version) return known
    const payload = await segments.read(version)
    return payload && { version, base: baseOf(payload) }
  }

  /**
   * Whether the number after `previous` was never used before, so that having created it means having won. Files are removed lowest first and never
   * within the last versions: it was not removed while the one before it is there, or while the highest is near.
   */
  private async isNew(segments: Segments, previous: number): Promise<boolean> {
    if (previous > 0 && (await segments.has(previous))) return true
    const latest = (await segments.numbers()).at(-1) ?? 0
    return latest <= previous + KEPT_VERSIONS
  }

  private async read(partition: string, segments: Segments, version: number): Promise<StoredState | undefined> {
    const last = await segments.read(version)
    if (!last) return undefined
    const base = baseOf(last)
    if (!(base >= 1 && base <= version))
      throw new StateError(`${segments.path(version)} is damaged: it says that it goes back to version ${base}; restore it from a backup`)
    const chunks: Uint8Array[] = []
    for (let number = base; number < version; number++) {
      const payload = await segments.read(number)
      if (!payload) return undefined
      chunks.push(payload.subarray(BASE_BYTES))
    }
    this.heads.set(partition, { version, base })
    return { version, chunks: [...chunks, last.subarray(BASE_BYTES)] }
  }

  private segments(partition: string): Segments {
    const known = this.partitions.get(partition) ?? new Segments(join(this.directory, fileNameOf('partition', partition)), 'checkpoint')
    this.partitions.set(partition, known)
    return known
  }
}

function payloadOf(base: number, bytes: Uint8Array): Uint8Array {
  const payload = new Uint8Array(BASE_BYTES + bytes.length)
  new DataView(payload.buffer).setFloat64(0, base, true)
  payload.set(bytes, BASE_BYTES)
  return payload
}

const baseOf = (payload: Uint8Array) =>
  payload.length < BASE_BYTES ? 0 : new DataView(payload.buffer, payload.byteOffset).getFloat64(0, true)
