import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { require as requireTypeScript } from 'tsx/cjs/api'
import type { Definition } from '../pipeline'
import { parseText } from '../pipeline'
import { InputError, issuesOf } from './errors'

/**
 * Loads the one pipeline that a file exports: TypeScript or JavaScript (under any name), or a definition's text form (`.json`). The file's code is run,
 * as `import` would. Throws `InputError`, or `InvalidPipelineError` where the definition has issues.
 */
export async function loadPipeline(file: string): Promise<Definition> {
  const path = resolve(file)
  if (!existsSync(path)) throw new InputError(`there is no file ${file}`)
  if (path.endsWith('.json')) return parseText(readFileSync(path, 'utf8'))
  const found = pipelinesIn(loadModule(path, file))
  if (found.size === 1) return [...found.keys()][0]
  const names = [...found.values()].join(', ')
  throw new InputError(
    found.size === 0
      ? `${file} exports no pipeline; export one, as in: export const activity = pipeline('activity', posts).output(…)`
      : `${file} exports ${found.size} pipelines (${names}); one a file is expected`,
  )
}

function loadModule(path: string, file: string): unknown {
  try {
    return requireTypeScript(isAbsolute(path) ? path : pathToFileURL(path).href, __filename)
  } catch (error) {
    if (issuesOf(error)) throw error
    throw new InputError(`${file} can't be loaded: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  }
}

/** The definitions among a module's exports, with the first name of each. */
function pipelinesIn(module: unknown): ReadonlyMap<Definition, string> {
  const found = new Map<Definition, string>()
  if (typeof module !== 'object' || module === null) return found
  for (const [name, value] of Object.entries(module)) {
    const definition = definitionOf(value)
    if (definition && !found.has(definition)) found.set(definition, name)
  }
  return found
}

function definitionOf(value: unknown): Definition | undefined {
  if (typeof value !== 'object' || value === null || !('definition' in value)) return undefined
  const { definition } = value
  return isDefinition(definition) ? definition : undefined
}

function isDefinition(value: unknown): value is Definition {
  return typeof value === 'object' && value !== null && 'formatVersion' in value && 'source' in value && 'outputs' in value
}
