import { dirname, join } from 'node:path'
import type { Progress } from '../../driver'
import { installParser } from '../../models/risingwave/check'

export const parserFolder = (folder: string): string => join(dirname(folder), 'risingwave-parser')

/** The model is part of this repository: only what else reads its text is fetched. */
export async function installModel(folder: string, progress: Progress): Promise<void> {
  await installParser(parserFolder(folder), progress)
}
