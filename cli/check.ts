import { parseArguments } from './arguments'
import { type Command, DONE } from './command'
import { loadPipeline } from './load-pipeline'

/** `streambed check`. Issues are thrown by loading, and printed like everywhere else. */
export const check: Command = {
  name: 'check',
  summary: 'find every problem of a definition',
  help: `Usage: streambed check <pipeline>

Loads a pipeline and reports everything that is wrong with its definition, all at once. Nothing is run.

Examples:
  streambed check examples/posts/pipeline.ts
  streambed check definition.json               a definition's text form

Exit code: 0 valid, 1 invalid, 2 wrong usage.
`,
  async run(commandArguments, terminal) {
    const { pipeline } = parseArguments(commandArguments, {}, 'streambed check pipeline.ts')
    const definition = await loadPipeline(pipeline)
    const outputs = definition.outputs.length === 1 ? 'one output' : `${definition.outputs.length} outputs`
    terminal.out(`${definition.name} is valid: ${outputs} from source ${definition.source.name}\n`)
    return DONE
  },
}
