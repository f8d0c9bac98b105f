import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { checkEngine, compile, ENGINES, engineIssueText, supportMatrix } from '../../engines'
import type { Definition } from '../../pipeline'
import { awsDocument } from './aws'

export const ROOT = resolve(__dirname, '../..')
export const EXAMPLES = readdirSync(join(ROOT, 'examples')).sort()

export interface GeneratedFile {
  /** Portable, from the repository's root. */
  readonly path: string
  readonly text: string
}

/** Everything that `npm run generate` writes and that the tests compare: the support matrix, what docs/aws.md shows of a plan, and each example in the language of each engine. */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  const compiled: GeneratedFile[] = []
  for (const example of EXAMPLES) {
    const definition = await definitionOf(example)
    for (const engine of ENGINES) {
      const folder = `examples/${example}/compiled/${engine.name}`
      const issues = checkEngine(engine, definition)
      if (issues.length > 0) {
        compiled.push({
          path: `${folder}/refused.txt`,
          text: `${engine.title} can't run this pipeline:\n${issues.map(engineIssueText).join('\n')}\n`,
        })
        continue
      }
      const { files, parameters, manifest } = compile(engine, definition)
      for (const { path, text } of files) compiled.push({ path: `${folder}/${path}`, text })
      compiled.push({ path: `${folder}/manifest.json`, text: `${JSON.stringify({ parameters, ...manifest }, null, 2)}\n` })
    }
  }
  const aws = awsDocument(ROOT, await definitionOf('posts'), await definitionOf('earthquakes'), await definitionOf('metrics'))
  return [{ path: 'docs/support-matrix.md', text: supportMatrix(ENGINES) }, { path: 'docs/aws.md', text: aws }, ...compiled]
}

async function definitionOf(example: string): Promise<Definition> {
  const exported: Readonly<Record<string, unknown>> = await import(join(ROOT, 'examples', example, 'pipeline'))
  for (const value of Object.values(exported)) {
    if (typeof value === 'object' && value !== null && 'definition' in value) return value.definition as Definition
  }
  throw new Error(`examples/${example}/pipeline.ts exports no pipeline`)
}
