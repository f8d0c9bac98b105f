import { join } from 'node:path'
import { compile, fillParameters, findEngine } from '../../../engines'
import type { ConformanceCase } from '../../case'
import type { Progress } from '../../driver'
import { installPython } from '../../install'
import { runProcess } from '../../process'
import requirements from './requirements.json'

/** Gives the path of the `python` that has the parser. */
export function installParser(folder: string, progress: Progress): Promise<string> {
  return installPython({ what: 'sqlglot 30.30.0', folder, requirements, progress })
}

/** What a parser of RisingWave's dialect can't read of the SQL of cases, a sentence each. */
export async function readByParser(cases: readonly ConformanceCase[], folder: string, progress: Progress): Promise<readonly string[]> {
  const lines = cases.map(({ name, definition }) => {
    const { files, parameters } = compile(findEngine('risingwave'), definition)
    return JSON.stringify({ name, text: fillParameters(files[0].text, Object.fromEntries(parameters.map(one => [one.name, 'local']))) })
  })
  const results = await runProcess({
    command: await installParser(folder, progress),
    arguments: [join(__dirname, 'parse.py')],
    folder,
    logFile: join(folder, 'parse.log'),
    timeoutMs: 5 * 60_000,
    input: `${lines.join('\n')}\n`,
  })
  if (results.length !== cases.length) return [`the parser answered ${results.length} of ${cases.length} cases`]
  return results.flatMap(line => {
    const { name, problem }: { readonly name: string; readonly problem: string | null } = JSON.parse(line)
    return problem === null ? [] : [`${name}: ${problem}`]
  })
}
