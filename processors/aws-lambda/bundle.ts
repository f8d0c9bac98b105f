import { relative } from 'node:path'
import { type BuildOptions, build, buildSync, type OutputFile } from 'esbuild'
import { type Definition, nativesOf, parseText, toText } from '../../pipeline'
import { compiledText, compileForMerges, compileForPartitions } from '../../runtime'
import type { EventSourceKind } from './handler'
import type { CompiledMerges } from './merge-handler'
import { definitionOf, type PipelineOrDefinition } from './pipeline-of'
import type { PublishedTables } from './publish/tables'
import { FOR_LAMBDA, type FunctionRole, OF_PIPELINE } from './roles'
import type { TickedSource } from './tick-handler'

export type { FunctionRole }

export interface BundleOptions {
  readonly role: FunctionRole
  readonly definition: PipelineOrDefinition
  /** Of `process`. @default 'kinesis' */
  readonly source?: EventSourceKind
  /**
   * The module that makes the pipeline, which is bundled instead of the definition: needed where native expressions have an `evaluate` function, which no text can hold.
   * The module must not do more than that when it is loaded.
   */
  readonly entry?: { readonly path: string; readonly export: string }
  /** @default true */
  readonly minify?: boolean
}

export interface BundledFunction {
  /** `index.js`, CommonJS, with the export `handler`: the same bytes for the same inputs. */
  readonly code: Uint8Array
  /** `index.js.map`. */
  readonly sourceMap: Uint8Array
}

/**
 * Makes the code of one function, with esbuild. AWS's SDK is not in it: Lambda's runtime for Node.js has it.
 * @throws RangeError where the definition needs `entry`; what esbuild throws.
 */
export async function bundle(options: BundleOptions): Promise<BundledFunction> {
  return bundled((await build(buildOptions(options, entryText(options)))).outputFiles)
}

/** As `bundle`, for programs that can't wait: constructs of CDK are made at once. */
export function bundleSync(options: BundleOptions): BundledFunction {
  return bundled(buildSync(buildOptions(options, entryText(options))).outputFiles)
}

/**
 * As `bundle`, but instead of `handler` the export is `create`, which makes the handler of its options: for tests, whose clients are in memory. Never of an `entry`.
 */
export async function bundleFactory(options: Omit<BundleOptions, 'entry'>): Promise<BundledFunction> {
  const entry = compiledEntry(options)
  const contents = `${importsOf(options.role, entry)}export const create = options => ${entry.create}(${entry.compiled}, options)\n`
  return bundled((await build(buildOptions(options, contents))).outputFiles)
}

function bundled(files: readonly OutputFile[]): BundledFunction {
  const contents = (end: string) => files.find(file => file.path.endsWith(end))?.contents ?? new Uint8Array(0)
  return { code: contents('index.js'), sourceMap: contents('index.js.map') }
}

function buildOptions(options: BundleOptions, contents: string) {
  return {
    stdin: { contents, resolveDir: __dirname, sourcefile: 'entry.js', loader: 'js' },
    outfile: 'index.js',
    // Paths in the source map, and the order of modules, don't depend on where the project lies.
    absWorkingDir: __dirname,
    ...FOR_LAMBDA,
    write: false,
    format: 'cjs',
    minify: options.minify ?? true,
    sourcemap: 'external',
    sourcesContent: false,
  } as const satisfies BuildOptions
}

function entryText(options: BundleOptions): string {
  const { role, source, entry } = options
  if (entry === undefined) {
    const compiled = compiledEntry(options)
    return `${importsOf(role, compiled)}export const handler = ${compiled.create}(${compiled.compiled})\n`
  }
  const create = OF_PIPELINE[role]
  const path = `./${relative(__dirname, entry.path).replaceAll('\\', '/')}`
  const given = role === 'process' && source !== undefined ? `, ${JSON.stringify({ source })}` : ''
  return `import { ${create} } from './roles/${role}'
import { ${entry.export} as pipeline } from ${JSON.stringify(path)}
export const handler = ${create}(pipeline${given})
`
}

/** What a bundle is made of: code that names what it uses of this package, and no more. */
export interface CompiledEntry {
  /** The export of the role's module that makes a handler of `compiled`. */
  readonly create: string
  /** The exports of the role's module that `compiled` names. */
  readonly parts: readonly string[]
  /** An expression. */
  readonly compiled: string
}

const importsOf = (role: FunctionRole, { create, parts }: CompiledEntry): string =>
  `import { ${[create, ...parts].join(', ')} } from './roles/${role}'\n`

/** What a definition becomes for a role. @throws RangeError where the definition needs `entry` */
export function compiledEntry({ role, definition: pipeline, source = 'kinesis' }: Omit<BundleOptions, 'entry'>): CompiledEntry {
  const definition = definitionOf(pipeline)
  const natives = nativesOf(definition).map(({ native }) => `'${native.name}'`)
  if (natives.length > 0)
    throw new RangeError(
      `pipeline '${definition.name}' has native expressions (${natives.join(', ')}), which our runtime evaluates by functions, and no text can hold these; ` +
        "give 'entry': the path of the module that makes the pipeline, and the name of its export",
    )
  const create = { process: `${source}Handler`, merge: 'mergeHandler', publish: OF_PIPELINE.publish, tick: OF_PIPELINE.tick }[role]
  // By way of its text form, which checks all of it: so the function needs neither a reader nor a validator, and nothing that generates code.
  const { text: compiled, parts } = compiledText(compiledFor(role, parseText(toText(definition))))
  return { create, parts, compiled }
}

/** What a role needs of a definition. */
function compiledFor(role: FunctionRole, definition: Definition): unknown {
  const { name, source, outputs } = definition
  switch (role) {
    case 'process':
      return compileForPartitions(definition)
    case 'merge':
      return { name, outputs: compileForMerges(definition) } satisfies CompiledMerges
    case 'publish':
      return { name, outputs: outputs.map(({ name, columns, into }) => ({ name, columns, into })) } satisfies PublishedTables
    case 'tick':
      return { name, source: { name: source.name, idleTimeoutMs: source.idleTimeoutMs } } satisfies TickedSource
  }
}
