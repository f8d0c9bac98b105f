import { compile, fillParameters, findEngine } from '../../../engines'
import type { ConformanceCase } from '../../case'
import { loadLanguageService, problemsOf } from './language-service'

/** What Microsoft's language service finds wrong with the queries of cases, which it analyzes with the schema of their landing table; a sentence each. */
export function readByLanguageService(cases: readonly ConformanceCase[], folder: string): readonly string[] {
  const kusto = loadLanguageService(folder)
  return cases.flatMap(({ name, definition }) => {
    const { files, parameters } = compile(findEngine('kql'), definition)
    const setup = files[files.length - 1].text
    const schema = /^\.create-merge table .+? (\(.*\))$/m.exec(setup)?.[1] ?? ''
    const given = Object.fromEntries(parameters.map(parameter => [parameter.name, 'true']))
    return files
      .slice(0, -1)
      .flatMap(({ path, text }) =>
        problemsOf(kusto, fillParameters(text, given), definition.source.name, schema).map(problem => `${name}: ${path}: ${problem}`),
      )
  })
}
