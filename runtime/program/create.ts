import type { Definition } from '../../pipeline'
import { compileProgram } from './compile'
import { type ProgramOptions, programOf } from './of-compiled'
import type { Program } from './program'

/** Makes the program of a validated definition. Throws as `compileProgram`. */
export function createProgram(definition: Definition, options: ProgramOptions = {}): Program {
  return programOf(compileProgram(definition), options)
}
