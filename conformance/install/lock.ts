import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 500

/** Runs `work` while no other process does it for the same folder. The lock of a process that has died is taken over. */
export async function withLock<T>(folder: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const lock = `${folder}.lock`
  mkdirSync(dirname(lock), { recursive: true })
  while (!take(lock)) {
    if (holderIsDead(lock)) rmSync(lock, { recursive: true, force: true })
    else {
      onWait()
      await sleep(POLL_MS)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function take(lock: string): boolean {
  try {
    mkdirSync(lock)
  } catch {
    return false
  }
  writeFileSync(join(lock, 'pid'), String(process.pid))
  return true
}

function holderIsDead(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0)
    return false
  } catch (error) {
    // Between the folder and its file the holder is alive; and one of another user is, too.
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ESRCH'
  }
}
