import { type Definition, InvalidPipelineError, nativesOf } from '../../pipeline'
import type { CompiledProgram } from './compiled'
import { compileEvents } from './event-code'
import { usageOf } from './usage'
import { compileWindows } from './window-code'

/**
 * Generates the functions of a validated definition. Throws `TypeError` for one that `validate` would refuse, and `InvalidPipelineError` for native expressions
 * without a function.
 */
export function compileProgram(definition: Definition): CompiledProgram {
  refuseNatives(definition)
  const { fields } = definition.source
  const used = new Set(definition.outputs.flatMap(output => [...usageOf(output).source]))
  const names = fields.map(field => field.name).filter(name => used.has(name))
  const columns = { fields, indexOf: new Map(names.map((name, index) => [name, index])) }
  const outputs = definition.outputs.map((output, index) => {
    const path = `/outputs/${index}`
    return output.windowed === null ? compileEvents(output, columns, path) : compileWindows(output, output.windowed, columns, path)
  })
  return { fields: names, outputs }
}

/** A function is no data: it is in the program that made the definition, and not in the definition's text form. */
function refuseNatives(definition: Definition): void {
  const issues = nativesOf(definition)
    .filter(({ native }) => native.evaluate === undefined)
    .map(({ native, path }) => ({
      code: 'missing-member' as const,
      path,
      message: `our own runtime has no function for the native expression ${native.name}`,
      hint: 'give it as evaluate, and take the definition from the module that makes it: its text form holds no functions',
    }))
  if (issues.length > 0) throw new InvalidPipelineError(issues, 'the pipeline can not be run here')
}
