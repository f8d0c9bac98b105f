import { dirname, join } from 'node:path'
import type { Progress } from '../../driver'
import { installLanguageService } from '../../models/kql/language-service'

export const languageServiceFolder = (folder: string): string => join(dirname(folder), 'kql-language-service')

/** The model is part of this repository: only what else reads its text is fetched. */
export function installModel(folder: string, progress: Progress): Promise<void> {
  return installLanguageService(languageServiceFolder(folder), progress)
}
