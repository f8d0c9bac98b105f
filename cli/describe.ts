import { describe as describeDefinition, toText } from '../pipeline'
import { parseArguments } from './arguments'
import { type Command, DONE } from './command'
import { loadPipeline } from './load-pipeline'

/** `streambed describe`. */
export const describe: Command = {
  help: `Usage: streambed describe <pipeline> [--text]

Says what a pipeline does, in plain words.

Options:
  --text    the definition's stable text form (JSON) instead

Examples:
  streambed describe examples/posts/pipeline.ts
  streambed describe examples/posts/pipeline.ts --text > definition.json

Exit code: 0 done, 1 the pipeline is invalid, 2 wrong usage.
`,
  async run(commandArguments, terminal) {
    const { pipeline, values } = parseArguments(commandArguments, { text: { type: 'boolean' } }, 'streambed describe pipeline.ts')
    const definition = await loadPipeline(pipeline)
    terminal.out(`${(values.text ? toText(definition) : describeDefinition(definition)).trimEnd()}\n`)
    return DONE
  },
}
