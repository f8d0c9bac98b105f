import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssetHashType, DockerImage } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { type Definition, sha256, toText } from '../../pipeline'
import { bundleSync } from '../../processors/aws-lambda/bundle'
import type { FunctionRole } from '../plan'

/** The code of a function: one bundled file, of the same bytes for the same definition, so that an asset is uploaded once. */
export function functionCode(role: FunctionRole, definition: Definition): Code {
  return Code.fromAsset(__dirname, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      local: {
        tryBundle(folder) {
          const { code } = bundleSync({ role, definition })
          writeFileSync(join(folder, 'index.js'), code)
          return true
        },
      },
      // Never run: the local bundler does it. But CDK tells assets apart by what would be run.
      image: DockerImage.fromRegistry('none'),
      command: [role, sha256(toText(definition))],
    },
  })
}
