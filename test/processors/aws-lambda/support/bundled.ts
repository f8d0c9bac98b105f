import { nativesOf } from '../../../../pipeline'
import type { FunctionRole, PipelineOrDefinition } from '../../../../processors/aws-lambda'
import { bundleFactorySync } from '../../../../processors/aws-lambda/bundle'
import { definitionOf } from '../../../../processors/aws-lambda/pipeline-of'
import { type Functions, functionsOf } from './world'

/**
 * A pipeline's functions from the minified code that is deployed: generated from the definition, with those parts of the package only that it names. Of native expressions,
 * whose functions no code of a definition holds, the package's own.
 */
export function bundledFunctions(pipeline: PipelineOrDefinition): Functions {
  if (nativesOf(definitionOf(pipeline)).length > 0) return functionsOf(pipeline)
  const loaded = new Map<string, (options: object) => never>()
  const create = (role: FunctionRole, options: { readonly source?: 'kinesis' | 'kafka' | 'sqs' | 'dynamodb' }) => {
    const name = `${role} ${options.source}`
    const known = loaded.get(name) ?? load(bundleFactorySync({ role, definition: pipeline, ...options }).code)
    loaded.set(name, known)
    return known
  }
  return {
    process: options => create('process', options.source === undefined ? {} : { source: options.source })(options),
    merge: options => create('merge', {})(options),
    publish: options => create('publish', {})(options),
  }
}

function load(code: Uint8Array): (options: object) => never {
  const module: { exports: { readonly create?: (options: object) => never } } = { exports: {} }
  new Function('require', 'module', Buffer.from(code).toString('utf8'))(require, module)
  const { create } = module.exports
  if (create === undefined) throw new Error('the bundle exports no create')
  return create
}
