import type { Progress } from '../../driver'

/** The runtime is this repository: there is nothing to fetch. */
export async function installRuntime(_folder: string, progress: Progress): Promise<void> {
  progress("streambed's own runtime needs no installation", 1)
}
