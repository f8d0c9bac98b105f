import type { Progress } from '../../driver'

/** The handlers are in this repository, and what they call is in memory: there is nothing to fetch. */
export async function installHandlers(_folder: string, progress: Progress): Promise<void> {
  progress('the handlers need no installation', 1)
}
