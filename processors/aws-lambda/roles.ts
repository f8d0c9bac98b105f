import { existsSync } from 'node:fs'
import { join } from 'node:path'
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
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'silent',
} as const satisfies BuildOptions

/**
 * Writes each role as one ECMAScript module, when the package is built: what a function doesn't need is left out of TypeScript's modules, but can't be told in the CommonJS
 * that the package has, from which a bundle would be twice as large.
 */
export function writeRoles(folder: string): void {
  buildSync({
    ...FOR_LAMBDA,
    entryPoints: ROLES.map(role => join(__dirname, 'roles', `${role}.ts`)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    format: 'esm',
  })
}

/** Where a bundle finds a role's module, from here. */
export function roleModule(role: FunctionRole): string {
  const built = `./roles/${role}.mjs`
  return existsSync(join(__dirname, built)) ? built : `./roles/${role}`
}
