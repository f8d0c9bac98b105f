import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** The processes that run the emulator's functions; known by their working folders, `ministack-lambda-<function>-<random>/code`. Needs /proc. */
export class Workers {
  constructor(private readonly folder: string) {}

  /** Kills the running processes of a function, as a host that dies would; gives how many. */
  kill(functionName: string): number {
    const start = join(this.folder, `ministack-lambda-${functionName}-`)
    const found = readdirSync('/proc').filter(name => /^\d+$/.test(name) && workingFolder(name)?.startsWith(start))
    for (const identifier of found) process.kill(Number(identifier), 'SIGKILL')
    return found.length
  }
}

function workingFolder(identifier: string): string | undefined {
  try {
    return readlinkSync(join('/proc', identifier, 'cwd'))
  } catch {
    // It has ended, or belongs to somebody else.
    return undefined
  }
}
