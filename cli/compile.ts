import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  type Artifact,
  type CompileOptions,
  compile as compileFor,
  ENGINES,
  type Engine,
  fillParameters,
  UnsupportedPipelineError,
} from '../engines'
import type { Definition } from '../pipeline'
import { parseArguments } from './arguments'
import { type Command, DONE } from './command'
import { InputError, UsageError } from './errors'
import { loadPipeline } from './load-pipeline'

const options = {
  engine: { type: 'string' },
  variant: { type: 'string' },
  out: { type: 'string' },
  set: { type: 'string', multiple: true },
} as const

/** `streambed compile`. */
export const compile: Command = {
  help: `Usage: streambed compile <pipeline> --engine NAME [options]

Writes a pipeline in the language of a stream engine. What the deployment knows stands in the text as \${parameters}.

Options:
  --engine NAME      one of: ${ENGINES.map(engine => engine.name).join(', ')}
  --variant NAME     the engine's dialect or form; default: its first, see docs/support-matrix.md
  --out DIR          writes all files, with manifest.json (settings and parameters); default: the main file to standard output
  --set NAME=VALUE   fills in a parameter; as often as needed. All are to be given, or none

Examples:
  streambed compile examples/posts/pipeline.ts --engine duckdb
  streambed compile examples/posts/pipeline.ts --engine duckdb --set source_files='posts/*.jsonl' --out build/

Exit code: 0 done, 1 the pipeline is invalid or the engine can't run it, 2 wrong usage.
`,
  async run(commandArguments, terminal) {
    const { pipeline, values } = parseArguments(commandArguments, options, 'streambed compile pipeline.ts --engine duckdb')
    const engine = engineNamed(values.engine)
    if (values.variant !== undefined && !engine.variants.includes(values.variant))
      throw new UsageError(`--variant got '${values.variant}'; ${engine.name} has ${engine.variants.join(', ')}`)
    const settings = settingsOf(values.set ?? [])
    const definition = await loadPipeline(pipeline)
    const compiled = compiledFor(engine, definition, values.variant === undefined ? {} : { variant: values.variant })
    const artifact = filled(compiled, settings)
    if (values.out === undefined) terminal.out(artifact.files[0].text)
    else for (const path of writeArtifact(artifact, values.out)) terminal.error(`${path}\n`)
    return DONE
  },
}

export function engineNamed(name: string | undefined): Engine {
  const engine = ENGINES.find(candidate => candidate.name === name)
  const allowed = ENGINES.map(candidate => candidate.name).join(', ')
  if (engine === undefined)
    throw new UsageError(name === undefined ? `name an engine with --engine: ${allowed}` : `--engine got '${name}'; allowed: ${allowed}`)
  return engine
}

function compiledFor(engine: Engine, definition: Definition, options: CompileOptions): Artifact {
  try {
    return compileFor(engine, definition, options)
  } catch (error) {
    if (!(error instanceof UnsupportedPipelineError)) throw error
    throw new InputError(error.message)
  }
}

function settingsOf(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map(text => {
      const equals = text.indexOf('=')
      if (equals < 1) throw new UsageError(`--set got '${text}'; write NAME=VALUE`)
      return [text.slice(0, equals), text.slice(equals + 1)]
    }),
  )
}

function filled(artifact: Artifact, settings: Readonly<Record<string, string>>): Artifact {
  if (Object.keys(settings).length === 0) return artifact
  const defaults = artifact.parameters.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value] as const]))
  const values = { ...Object.fromEntries(defaults), ...settings }
  const names = artifact.parameters.map(({ name }) => name)
  const unknown = Object.keys(settings).filter(name => !names.includes(name))
  const missing = names.filter(name => !Object.hasOwn(values, name))
  if (unknown.length > 0) throw new UsageError(`--set got ${unknown.join(', ')}; the text has ${names.join(', ') || 'no parameters'}`)
  if (missing.length > 0) throw new UsageError(`--set must also give ${missing.join(', ')}`)
  return { ...artifact, parameters: [], files: artifact.files.map(({ path, text }) => ({ path, text: fillParameters(text, values) })) }
}

/** Writes an artifact's files and its manifest; gives their paths. */
function writeArtifact({ engine, variant, files, parameters, manifest }: Artifact, folder: string): readonly string[] {
  const description = `${JSON.stringify({ engine, variant, parameters, ...manifest }, null, 2)}\n`
  return [...files, { path: 'manifest.json', text: description }].map(({ path, text }) => {
    const target = join(folder, ...path.split('/'))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
    return target
  })
}
