import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type BuildOptions, buildSync } from 'esbuild'

/** What a function of a pipeline does; each has a bundle of its own. */
export type FunctionRole = 'process' | 'merge' | 'publish' | 'tick'

/** The module of each role's handler, and what makes it. */
export const HANDLERS: Readonly<Record<FunctionRole, { readonly file: string; readonly name: string }>> = {
  process: { file: 'handler', name: 'createHandler' },
  merge: { file: 'merge-handler', name: 'createMergeHandler' },
  publish: { file: 'publish-handler', name: 'createPublishHandler' },
  tick: { file: 'tick-handler', name: 'createTickHandler' },
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
 * Writes each handler as one ECMAScript module, when the package is built: what a function doesn't need is left out of TypeScript's modules, but can't be told in the CommonJS
 * that the package has, from which a bundle would be twice as large.
 */
export function writeRoles(folder: string): void {
  buildSync({
    ...FOR_LAMBDA,
    entryPoints: Object.values(HANDLERS).map(({ file }) => join(__dirname, `${file}.ts`)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    format: 'esm',
  })
}

/** Where a bundle finds a role's handler, from here. */
export function handlerModule(role: FunctionRole): string {
  const { file } = HANDLERS[role]
  return existsSync(join(__dirname, 'roles', `${file}.mjs`)) ? `./roles/${file}.mjs` : `./${file}`
}
