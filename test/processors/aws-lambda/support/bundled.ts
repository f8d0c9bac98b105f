import { nativesOf } from '../../../../pipeline'
import type { FunctionRole, PipelineOrDefinition } from '../../../../processors/aws-lambda'
import { bundleFactory, compiledEntry } from '../../../../processors/aws-lambda/bundle'
import { definitionOf } from '../../../../processors/aws-lambda/pipeline-of'
import * as merge from '../../../../processors/aws-lambda/roles/merge'
import * as process from '../../../../processors/aws-lambda/roles/process'
import * as publish from '../../../../processors/aws-lambda/roles/publish'
import { type Functions, functionsOf } from './world'

/**
 * A pipeline's functions, of a Kinesis stream, from the minified code that is deployed: generated from the definition, with those parts of the package only that it names.
 * Of native expressions, whose functions no code of a definition holds, the package's own.
 */
export async function bundledFunctions(pipeline: PipelineOrDefinition): Promise<Functions> {
  if (nativesOf(definitionOf(pipeline)).length > 0) return functionsOf(pipeline)
  const bundled = async (role: FunctionRole) => load((await bundleFactory({ role, definition: pipeline })).code)
  const [process, merge, publish] = await Promise.all([bundled('process'), bundled('merge'), bundled('publish')])
  return { process, merge, publish }
}

const MODULES: Readonly<Record<'process' | 'merge' | 'publish', Readonly<Record<string, unknown>>>> = { process, merge, publish }

/** As `bundledFunctions`, from the same code with the same names in reach, but without esbuild, which takes most of a second for three functions. */
export async function compiledFunctions(pipeline: PipelineOrDefinition): Promise<Functions> {
  if (nativesOf(definitionOf(pipeline)).length > 0) return functionsOf(pipeline)
  const evaluated = (role: 'process' | 'merge' | 'publish') => {
    const { create, parts, compiled } = compiledEntry({ role, definition: pipeline })
    const make = new Function(create, ...parts, `'use strict'\nreturn options => ${create}(${compiled}, options)`)
    return make(...[create, ...parts].map(name => MODULES[role][name]))
  }
  return { process: evaluated('process'), merge: evaluated('merge'), publish: evaluated('publish') }
}

function load(code: Uint8Array): (options: object) => never {
  const module: { exports: { readonly create?: (options: object) => never } } = { exports: {} }
  new Function('require', 'module', Buffer.from(code).toString('utf8'))(require, module)
  const { create } = module.exports
  if (create === undefined) throw new Error('the bundle exports no create')
  return create
}
