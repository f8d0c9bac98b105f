import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Where a replay keeps its things, below one directory. */
export interface RunPaths {
  readonly root: string
  readonly settings: string
  readonly log: string
  readonly state: string
  readonly shuffle: string
  readonly late: string
  readonly deadLetters: string
  readonly tables: string
}

export function runPaths(root: string): RunPaths {
  return {
    root,
    settings: join(root, 'settings.json'),
    log: join(root, 'log'),
    state: join(root, 'state'),
    shuffle: join(root, 'shuffle'),
    late: join(root, 'late'),
    deadLetters: join(root, 'dead-letters'),
    tables: join(root, 'tables'),
  }
}

/** Removes what an earlier replay left. Throws where the directory holds something and no replay made it. */
export function emptyRunDirectory(root: string): RunPaths {
  const paths = runPaths(root)
  mkdirSync(root, { recursive: true })
  if (readdirSync(root).length > 0 && !existsSync(paths.settings))
    throw new Error(`${root} is not empty, and no replay made it; name an empty directory`)
  const { root: _, settings, ...parts } = paths
  for (const part of [...Object.values(parts), settings]) rmSync(part, { recursive: true, force: true, maxRetries: 5 })
  return paths
}
