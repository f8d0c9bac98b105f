import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'

/** Bundles the language host as the program `pulumi-language-nodejs` of a folder, and gives the folder. */
export function installHost(folder: string): string {
  const outfile = join(folder, 'pulumi-language-nodejs')
  buildSync({
    entryPoints: [join(__dirname, 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    banner: { js: '#!/usr/bin/env node' },
    logLevel: 'warning',
  })
  chmodSync(outfile, 0o755)
  return folder
}
