import type { Progress } from '../../driver'

/** The model is part of this repository: there is nothing to fetch. */
export async function installModel(_folder: string, progress: Progress): Promise<void> {
  progress('the model of RisingWave needs no installation', 1)
}
