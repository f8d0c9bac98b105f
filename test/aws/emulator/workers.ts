import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const DEATH_POLL_MS = 2
const DEATH_TIMEOUT_MS = 10_000

/** The processes that run the emulator's functions; known by their working folders, `ministack-lambda-<function>-<random>/code`. Needs /proc. */
export class Workers {
  constructor(private readonly folder: string) {}

  /** Kills the running processes of a function, as a host that dies would. Once it returns they are dead: the emulator would still hand an event to one that only dies. */
  async kill(functionName: string): Promise<void> {
    const start = join(this.folder, `ministack-lambda-${functionName}-`)
    const found = readdirSync('/proc').filter(name => /^\d+$/.test(name) && workingFolder(name)?.startsWith(start))
    for (const identifier of found) signal(Number(identifier))
    const deadline = Date.now() + DEATH_TIMEOUT_MS
    while (found.some(lives)) {
      if (Date.now() > deadline) throw new Error(`processes of ${functionName} outlive SIGKILL: ${found.filter(lives).join(', ')}`)
      await sleep(DEATH_POLL_MS)
    }
  }
}

function signal(identifier: number): void {
  try {
    process.kill(identifier, 'SIGKILL')
  } catch (error) {
    // It may have ended by itself since it was found.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
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

/** Until all of its threads have ended, the emulator takes a process for one that lives. */
function lives(identifier: string): boolean {
  try {
    const status = readFileSync(join('/proc', identifier, 'stat'), 'utf8')
    const isZombie = status.slice(status.lastIndexOf(')') + 2).startsWith('Z')
    return !isZombie || readdirSync(join('/proc', identifier, 'task')).length > 1
  } catch {
    // The emulator has asked for its end, so that nothing is left of it.
    return false
  }
}
