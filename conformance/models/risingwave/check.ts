/**
 * `npx tsx conformance/models/risingwave/check.ts`: a parser of RisingWave's dialect reads the SQL of every conformance case that the compiler takes. Exit code 1 where it can't.
 */
import { join, resolve } from 'node:path'
import { checkEngine, compile, fillParameters, findEngine } from '../../../engines'
import { allCases } from '../../cases'
import { installPython } from '../../install'
import { runProcess } from '../../process'
import requirements from './requirements.json'

async function main(): Promise<void> {
  const folder = join(resolve(__dirname, '../../..'), '.cache', 'conformance', 'risingwave-parser')
  const progress = (what: string) => console.log(what)
  const python = await installPython({ what: 'sqlglot 30.30.0', folder, requirements, progress })
  const engine = findEngine('risingwave')
  const cases = allCases()
  const taken = cases.filter(({ definition }) => checkEngine(engine, definition).length === 0)
  const lines = taken.map(({ name, definition }) => {
    const { files, parameters } = compile(engine, definition)
    return JSON.stringify({ name, text: fillParameters(files[0].text, Object.fromEntries(parameters.map(one => [one.name, 'local']))) })
  })
  const results = await runProcess({
    command: python,
    arguments: [join(__dirname, 'parse.py')],
    folder,
    logFile: join(folder, 'parse.log'),
    timeoutMs: 5 * 60_000,
    input: `${lines.join('\n')}\n`,
  })
  const wrong = results
    .map(line => JSON.parse(line) as { readonly name: string; readonly problem: string | null })
    .filter(({ problem }) => problem !== null)
  for (const { name, problem } of wrong) console.log(`${name}: ${problem}`)
  console.log(`${taken.length} cases, ${wrong.length} of them wrong; ${cases.length - taken.length} cases are refused`)
  process.exitCode = wrong.length === 0 && results.length === taken.length ? 0 : 1
}

void main()
