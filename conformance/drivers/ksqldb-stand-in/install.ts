import type { Progress } from '../../driver'

/** The model is part of the project: there is nothing to fetch. ksqlDB's server is on no public registry. */
export async function installModel(_folder: string, progress: Progress): Promise<void> {
  progress('the model is part of the project', 1)
}
