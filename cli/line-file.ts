import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

/** Writes lines to a file; `-`: the standard output; `.gz`: packed. Fails at `end` or the next `write` with what the file system says. */
export class LineFile {
  private readonly target: Writable
  private readonly done: Promise<unknown>
  private problem: unknown

  constructor(private readonly path: string) {
    if (path === '-') {
      this.target = process.stdout
      this.done = Promise.resolve()
      return
    }
    const file = createWriteStream(path)
    this.done = finished(file).catch(error => {
      this.problem = error
    })
    if (path.endsWith('.gz')) {
      const packer = createGzip()
      packer.pipe(file)
      this.target = packer
    } else this.target = file
  }

  async write(text: string): Promise<void> {
    if (this.problem !== undefined) throw this.problem
    if (!this.target.write(text)) await Promise.race([once(this.target, 'drain'), this.done])
  }

  async end(): Promise<void> {
    if (this.path !== '-') this.target.end()
    await this.done
    if (this.problem !== undefined) throw this.problem
  }
}
