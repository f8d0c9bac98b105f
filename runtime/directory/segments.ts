import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StateError } from '../../windowing'
import { exists, linkNew, makeDirectory, removeIfThere, renameIfThere, syncDirectory, unless, writeNewFile } from './files'
import { type Frame, frameHeader, readFrame } from './frame'

const DIGITS = 16
const TEMPORARY = /^tmp-(\d+)-\d+$/

/**
 * A directory of immutable files numbered from 1, the ground of all directory adapters. A file gets its number by a hard link to a file that was written
 * and synced before: so it is whole or not there, and of several writers of one number (also in other processes) one wins.
 */
export class Segments {
  private readonly suffix: RegExp

  constructor(
    readonly directory: string,
    private readonly extension: string,
  ) {
    this.suffix = new RegExp(`^(\\d{${DIGITS}})\\.${extension}$`)
  }

  /** Creates the file durably; false where its number is taken. */
  async create(number: number, payload: Uint8Array): Promise<boolean> {
    await makeDirectory(this.directory)
    const temporary = await this.writeTemporary(number, [frameHeader(payload), payload])
    const created = await linkNew(temporary, this.path(number))
    await removeIfThere(temporary)
    if (created) await syncDirectory(this.directory)
    return created
  }

  /** Numbers in rising order. */
  async numbers(): Promise<readonly number[]> {
    const names = await unless(['ENOENT'], readdir(this.directory), [])
    return names
      .flatMap(name => this.suffix.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((one, other) => one - other)
  }

  /**
   * The highest number, 0 where there is none. A highest file that is torn (a disk that lost synced bytes) is set aside under a name that ends in `.torn-` and a number, as if it had
   * never been written; leftovers of crashed writers are removed.
   */
  async recover(): Promise<number> {
    for (;;) {
      const latest = (await this.numbers()).at(-1) ?? 0
      await this.removeLeftovers(latest)
      if (latest === 0) return 0
      const frame = await this.frame(latest)
      if (frame?.kind !== 'torn') return latest
      await this.setAside(latest)
    }
  }

  has(number: number): Promise<boolean> {
    return exists(this.path(number))
  }

  /** Undefined where there is no such file. @throws StateError where it is damaged or torn. */
  async read(number: number): Promise<Uint8Array | undefined> {
    const frame = await this.frame(number)
    if (frame === undefined) return undefined
    if (frame.kind === 'whole') return frame.payload
    const problem = frame.kind === 'torn' ? 'it ends too early' : frame.problem
    throw new StateError(`${this.path(number)} is damaged: ${problem}; restore the directory from a backup`)
  }

  /** Removes the files below a number, the lowest first. */
  async removeBelow(number: number): Promise<void> {
    for (const old of await this.numbers()) if (old < number) await removeIfThere(this.path(old))
  }

  path(number: number): string {
    return join(this.directory, `${String(number).padStart(DIGITS, '0')}.${this.extension}`)
  }

  private async frame(number: number): Promise<Frame | undefined> {
    const file = await unless(['ENOENT'], readFile(this.path(number)), undefined)
    return file && readFrame(file)
  }

  private async writeTemporary(number: number, chunks: readonly Uint8Array[]): Promise<string> {
    for (let attempt = 0; ; attempt++) {
      const path = join(this.directory, `tmp-${number}-${attempt}`)
      if (await writeNewFile(path, chunks)) return path
    }
  }

  /** A writer of a number that is taken has lost already, so its file may go under its hands. */
  private async removeLeftovers(latest: number): Promise<void> {
    for (const name of await unless(['ENOENT'], readdir(this.directory), []))
      if (Number(TEMPORARY.exec(name)?.[1] ?? Number.POSITIVE_INFINITY) <= latest) await removeIfThere(join(this.directory, name))
  }

  /** Another process may have replaced the torn file in between: then the one that was set aside is whole, and gets its name back. */
  private async setAside(number: number): Promise<void> {
    const path = this.path(number)
    let attempt = 0
    while (await exists(`${path}.torn-${attempt}`)) attempt++
    const aside = `${path}.torn-${attempt}`
    if (!(await renameIfThere(path, aside))) return
    if (readFrame(await readFile(aside)).kind === 'whole' && (await linkNew(aside, path))) await removeIfThere(aside)
    await syncDirectory(this.directory)
  }
}
