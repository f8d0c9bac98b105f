import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Progress } from '../driver'
import { withLock } from './lock'

const MARKER = 'installed.json'

export interface Installation {
  /** For progress and errors: `Flink 2.1.1`. */
  readonly what: string
  /** A folder of its own; its log stands beside it. */
  readonly folder: string
  /** All that decides what is installed; another value installs anew. */
  readonly wanted: unknown
  readonly progress: Progress
  /** Fills the folder, which is empty. What it prints goes to `logFile`. */
  readonly install: (logFile: string) => Promise<void>
  /** Looks at a finished folder: what is wrong with it; empty where nothing is. Called on every start. */
  readonly verify?: () => readonly string[]
}

/**
 * Installs into a folder, once for each value of `wanted`. The marker is written last, so a folder that was left half-finished is filled anew;
 * in place, because Python environments hold their own path. Throws with what was tried and where its log is.
 */
export async function installOnce({ what, folder, wanted, progress, install, verify }: Installation): Promise<void> {
  const hash = createHash('sha256').update(JSON.stringify(wanted)).digest('hex')
  if (isInstalled(folder, hash) && (verify?.() ?? []).length === 0) return
  await withLock(
    folder,
    () => progress(`waiting for another process that installs ${what}`),
    async () => {
      const problems = isInstalled(folder, hash) ? (verify?.() ?? []) : undefined
      if (problems?.length === 0) return
      if (problems) progress(`installing ${what} anew: ${problems[0]}`)
      else progress(`installing ${what}`)
      const logFile = `${folder}.install.log`
      rmSync(logFile, { force: true })
      rmSync(folder, { recursive: true, force: true })
      mkdirSync(folder, { recursive: true })
      await explained(what, logFile, () => install(logFile))
      const wrong = verify?.() ?? []
      if (wrong.length > 0) throw new Error(`${what} was installed into ${folder}, but ${wrong.join('; ')}; its log is ${logFile}`)
      mark(folder, { hash, wanted })
    },
  )
}

async function explained(what: string, logFile: string, install: () => Promise<void>): Promise<void> {
  try {
    await install()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`${what} could not be installed; the log is ${logFile}\n${reason}`, { cause: error })
  }
}

function isInstalled(folder: string, hash: string): boolean {
  const marker = join(folder, MARKER)
  if (!existsSync(marker)) return false
  try {
    const held: { readonly hash?: unknown } = JSON.parse(readFileSync(marker, 'utf8'))
    return held.hash === hash
  } catch {
    return false
  }
}

function mark(folder: string, content: unknown): void {
  const temporary = join(folder, `.${basename(MARKER)}`)
  writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`)
  renameSync(temporary, join(folder, MARKER))
}
