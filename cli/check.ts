import { checkEngine, ENGINES, type Engine, type EngineIssue, engineIssueText } from '../engines'
import { type Definition, nativesOf } from '../pipeline'
import { parseArguments } from './arguments'
import { type Command, DONE, INVALID } from './command'
import { engineNamed } from './compile'
import { loadPipeline } from './load-pipeline'
import type { Terminal } from './terminal'

/** `streambed check`. Issues of the definition itself are thrown by loading, and printed like everywhere else. */
export const check: Command = {
  help: `Usage: streambed check <pipeline> [--engine NAME]

Loads a pipeline and reports everything that is wrong with its definition, all at once; then which engines can run it, and why
the others can't. Nothing is run.

Options:
  --engine NAME   this engine alone; the exit code then says whether it can run the pipeline

Examples:
  streambed check examples/posts/pipeline.ts
  streambed check examples/posts/pipeline.ts --engine duckdb
  streambed check definition.json               a definition's text form

Exit code: 0 valid, 1 invalid or impossible for the engine that was named, 2 wrong usage.
`,
  async run(commandArguments, terminal) {
    const { pipeline, values } = parseArguments(commandArguments, { engine: { type: 'string' } }, 'streambed check pipeline.ts')
    const engines = values.engine === undefined ? ENGINES : [engineNamed(values.engine)]
    const definition = await loadPipeline(pipeline)
    const outputs = definition.outputs.length === 1 ? 'one output' : `${definition.outputs.length} outputs`
    terminal.out(`${definition.name} is valid: ${outputs} from source ${definition.source.name}\n`)
    for (const line of nativeLines(definition)) terminal.out(line)
    const refused = engines.filter(engine => !printEngine(engine, definition, terminal))
    return values.engine !== undefined && refused.length > 0 ? INVALID : DONE
  },
}

/** Where text of engines is used, which nothing here can check, and for which of them there is one. */
function nativeLines(definition: Definition): readonly string[] {
  return nativesOf(definition).map(({ native: { name, text, evaluate }, path }) => {
    const known = [...Object.keys(text).toSorted(), ...(evaluate === undefined ? [] : ['our own runtime'])]
    return `  ! ${path}: native expression ${name}, trusted and outside of the proof; it is there for ${known.join(', ')}\n`
  })
}

/** One line for the engine, and one for each reason why it can't run the pipeline; whether it can. */
function printEngine(engine: Engine, definition: Definition, terminal: Terminal): boolean {
  const byReason = new Map<string, EngineIssue[]>()
  for (const issue of checkEngine(engine, definition)) {
    const known = byReason.get(`${issue.feature} ${issue.reason}`)
    if (known) known.push(issue)
    else byReason.set(`${issue.feature} ${issue.reason}`, [issue])
  }
  const works = byReason.size === 0
  terminal.out(
    `  ${works ? '✓' : '✗'} ${engine.name.padEnd(18)} ${works ? `${engine.title} (evidence: ${engine.evidence})` : engine.title}\n`,
  )
  for (const [first, ...others] of byReason.values())
    terminal.out(`      ${engineIssueText(first)}${others.length === 0 ? '' : ` (and ${others.length} more places)`}\n`)
  return works
}
