import { writeFileSync } from 'node:fs'
import { toMermaid, toSvg } from '../pipeline'
import { parseArguments } from './arguments'
import { type Command, DONE } from './command'
import { UsageError } from './errors'
import { loadPipeline } from './load-pipeline'

/** `streambed diagram`. */
export const diagram: Command = {
  help: `Usage: streambed diagram <pipeline> [--format svg|mermaid] [--out FILE]

Draws a pipeline from its source to its outputs.

Options:
  --format   svg or mermaid; default: what the file's name says (.svg, .mmd, .mermaid, .md), else mermaid
  --out      the file to write; default: standard output

Examples:
  streambed diagram examples/posts/pipeline.ts
  streambed diagram examples/posts/pipeline.ts --out pipeline.svg

Exit code: 0 done, 1 the pipeline is invalid, 2 wrong usage.
`,
  async run(commandArguments, terminal) {
    const options = { format: { type: 'string' }, out: { type: 'string' } } as const
    const { pipeline, values } = parseArguments(commandArguments, options, 'streambed diagram pipeline.ts --out pipeline.svg')
    const format = values.format ?? (values.out?.endsWith('.svg') ? 'svg' : 'mermaid')
    if (format !== 'svg' && format !== 'mermaid') throw new UsageError(`--format got '${format}'; allowed is svg or mermaid`)
    const definition = await loadPipeline(pipeline)
    const text = `${(format === 'svg' ? toSvg(definition) : toMermaid(definition)).trimEnd()}\n`
    if (values.out === undefined) terminal.out(text)
    else writeFileSync(values.out, text)
    return DONE
  },
}
