import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const KINESIS = 'client-kinesis'

/**
 * Puts the AWS SDK where functions below `folder` find it, as the real runtime has it for `require` and `import`; the emulator runs functions by the host's node.
 * Its client of Kinesis speaks HTTP/1.1: over HTTP/2 the emulator refuses its signatures and breaks sessions off.
 */
export function provideSdk(folder: string, root: string): void {
  const [from, to] = [root, folder].map(place => join(place, 'node_modules', '@aws-sdk'))
  mkdirSync(join(to, KINESIS), { recursive: true })
  for (const name of readdirSync(from)) if (name !== KINESIS) symlinkSync(join(from, name), join(to, name))
  const moduleOf = (...path: readonly string[]) => JSON.stringify(pathToFileURL(join(root, 'node_modules', ...path)).href)
  const sdk = moduleOf('@aws-sdk', KINESIS, 'dist-cjs', 'index.js')
  writeFileSync(join(to, KINESIS, 'package.json'), JSON.stringify({ name: `@aws-sdk/${KINESIS}`, type: 'module', exports: './index.js' }))
  writeFileSync(
    join(to, KINESIS, 'index.js'),
    `import { KinesisClient as Client } from ${sdk}
import { NodeHttpHandler } from ${moduleOf('@smithy', 'node-http-handler', 'dist-cjs', 'index.js')}
export * from ${sdk}
export class KinesisClient extends Client {
  constructor(configuration) {
    super({ requestHandler: new NodeHttpHandler(), ...configuration })
  }
}
`,
  )
}
