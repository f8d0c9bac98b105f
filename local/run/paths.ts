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
