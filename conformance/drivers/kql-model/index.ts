import type { Driver } from '../../driver'
import { readByLanguageService } from '../../models/kql/check'
import { readFirst } from '../read-first'
import { DIFFERENCES } from './differences'
import { installModel, languageServiceFolder } from './install'
import { runOnModel } from './run'

export const kqlModelDriver: Driver = {
  name: 'kql-model',
  engine: { name: 'kql', variant: 'query' },
  runs: "a model of the documented rules of the Kusto Query Language; Microsoft's language service reads the text",
  differences: DIFFERENCES,
  install: installModel,
  run: readFirst((cases, folder) => readByLanguageService(cases, languageServiceFolder(folder)), runOnModel),
}
