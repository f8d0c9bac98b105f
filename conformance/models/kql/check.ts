/**
 * `npx tsx conformance/models/kql/check.ts`: Microsoft's language service parses and analyzes the KQL of every conformance case that the compiler takes, with the schema of its
 * landing table. Exit code 1 where it finds something wrong.
 */
import { join, resolve } from 'node:path'
import { checkEngine, compile, fillParameters, findEngine } from '../../../engines'
import { allCases } from '../../cases'
import { loadLanguageService, problemsOf } from './language-service'

async function main(): Promise<void> {
  const folder = join(resolve(__dirname, '../../..'), '.cache', 'conformance', 'kql-language-service')
  const kusto = await loadLanguageService(folder, what => console.log(what))
  const engine = findEngine('kql')
  const cases = allCases()
  const taken = cases.filter(({ definition }) => checkEngine(engine, definition).length === 0)
  let queries = 0
  let wrong = 0
  for (const { name, definition } of taken) {
    const { files } = compile(engine, definition)
    const setup = files[files.length - 1].text
    const schema = /^\.create-merge table .+? (\(.*\))$/m.exec(setup)?.[1] ?? ''
    for (const { path, text } of files.slice(0, -1)) {
      queries++
      const problems = problemsOf(kusto, fillParameters(text, { end_of_input: 'true' }), definition.source.name, schema)
      if (problems.length === 0) continue
      wrong++
      console.log(`${name}: ${path}\n  ${problems.join('\n  ')}`)
    }
  }
  console.log(`${queries} queries of ${taken.length} cases, ${wrong} of them wrong; ${cases.length - taken.length} cases are refused`)
  process.exitCode = wrong === 0 ? 0 : 1
}

void main()
