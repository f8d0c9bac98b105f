import * as pulumi from '@pulumi/pulumi'
import { type Definition, nativesOf } from '../../../pipeline'
import { type BundleOptions, bundle } from '../../../processors/aws-lambda/bundle'
import type { Mistake } from './arguments'

/** The module that makes the pipeline: its path and the name of its export. */
export type Entry = NonNullable<BundleOptions['entry']>

/** The archive of a function: one bundled file, of the same bytes for the same definition, so that only what changed is updated. */
export async function functionCode(options: BundleOptions): Promise<pulumi.asset.Archive> {
  const { code } = await bundle(options)
  return new pulumi.asset.AssetArchive({ 'index.js': new pulumi.asset.StringAsset(Buffer.from(code).toString('utf8')) })
}

/** What is wrong with bundling a definition without its module. */
export function entryMistakes(definition: Definition, entry: Entry | undefined): readonly Mistake[] {
  const functions = nativesOf(definition).filter(({ native }) => native.evaluate !== undefined)
  if (entry || functions.length === 0) return []
  const names = functions.map(({ native }) => native.name).join(', ')
  return [
    { path: 'entry', reason: `is required, as ${names} are evaluated by functions; give the path and the export of the pipeline's module` },
  ]
}
