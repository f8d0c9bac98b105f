import { join, resolve } from 'node:path'
import { type BuildOptions, buildSync } from 'esbuild'

/** What a function of a pipeline does; each has a bundle of its own. */
export type FunctionRole = 'process' | 'merge' | 'publish' | 'tick'

export const ROLES: readonly FunctionRole[] = ['process', 'merge', 'publish', 'tick']

/** What makes a role's handler of a pipeline. */
export const OF_PIPELINE: Readonly<Record<FunctionRole, string>> = {
  process: 'createHandler',
  merge: 'createMergeHandler',
  publish: 'createPublishHandler',
  tick: 'createTickHandler',
}

/** For whom is bundled: Lambda's runtime for Node.js, which has AWS's SDK. */
export const FOR_LAMBDA = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  external: ['@aws-sdk/*'],
  // Where the package has a module in both forms, see `writeModules`, the one of which parts can be left out.
  resolveExtensions: ['.mjs', '.tsx', '.ts', '.jsx', '.js', '.json'],
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'silent',
} as const satisfies BuildOptions

const root = resolve(__dirname, '../..')

/**
 * Writes the modules of all roles as ECMAScript modules, beside the CommonJS that the package has, when it is built: what a function doesn't need is left out of these, module
 * by module, but can't be told in CommonJS, from which a bundle would be twice as large.
 */
export function writeModules(folder: string): void {
  const { bundle: _, external, ...forLambda } = FOR_LAMBDA
  const common = { ...forLambda, absWorkingDir: root, outdir: folder, format: 'esm', outExtension: { '.js': '.mjs' } } as const
  const entryPoints = ROLES.map(role => join(__dirname, 'roles', `${role}.ts`))
  const { metafile } = buildSync({ ...common, entryPoints, external, bundle: true, packages: 'external', metafile: true, write: false })
  buildSync({ ...common, entryPoints: Object.keys(metafile.inputs), outbase: root })
}
