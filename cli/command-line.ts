import { readFileSync } from 'node:fs'
import { issueText } from '../pipeline'
import { type Command, DONE, INVALID, WRONG_USAGE } from './command'
import { InputError, issuesOf, messageOf, UsageError } from './errors'
import { findUp } from './find-up'
import type { Terminal } from './terminal'

/** Each command's code is loaded when it is called: `run` needs no compilers, `compile` no page. By `require`, since `import()` would need names of files that differ by the build. */
const commands: readonly { readonly name: string; readonly summary: string; readonly load: () => Command }[] = [
  {
    name: 'dev',
    summary: 'replay events with a live page, a Delta table and a crash button',
    load: () => (require('./dev') as typeof import('./dev')).dev,
  },
  {
    name: 'run',
    summary: 'process a file of events in batch mode: rows as JSON lines',
    load: () => (require('./run') as typeof import('./run')).run,
  },
  {
    name: 'check',
    summary: 'find every problem of a definition, and the engines that can run it',
    load: () => (require('./check') as typeof import('./check')).check,
  },
  {
    name: 'compile',
    summary: "write a definition in an engine's language",
    load: () => (require('./compile') as typeof import('./compile')).compile,
  },
  {
    name: 'describe',
    summary: 'say what a definition means, in plain words',
    load: () => (require('./describe') as typeof import('./describe')).describe,
  },
  {
    name: 'diagram',
    summary: 'draw a definition as SVG or Mermaid',
    load: () => (require('./diagram') as typeof import('./diagram')).diagram,
  },
  {
    name: 'plan',
    summary: 'say what would be deployed to a cloud, why, and what it costs',
    load: () => (require('./plan') as typeof import('./plan')).plan,
  },
]

const help = `Usage: streambed <command> <pipeline> [options]

Write a real-time pipeline once, run it anywhere with the same rows.

Commands:
${commands.map(command => `  ${command.name.padEnd(10)} ${command.summary}`).join('\n')}

A pipeline is a TypeScript or JavaScript file that exports one, or a definition's text form (.json).

Examples:
  streambed dev examples/posts/pipeline.ts
  streambed run examples/posts/pipeline.ts --events posts.jsonl.gz --output topic_activity
  streambed <command> --help

Exit code: 0 done, 1 the pipeline or its input is invalid, 2 wrong usage.
`

/** Runs a command line; gives the exit code. Every error is printed, none is thrown. */
export async function runCommandLine(commandArguments: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(commandArguments, terminal)
  } catch (error) {
    return explain(error, terminal, commandArguments[0])
  }
}

async function dispatch(commandArguments: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = commandArguments
  if (name === '--version' || name === '-v') {
    terminal.out(`${version()}\n`)
    return DONE
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const asked = commands.find(command => command.name === rest[0])
    if (name === undefined) terminal.error(help)
    else terminal.out(asked === undefined ? help : asked.load().help)
    return name === undefined ? WRONG_USAGE : DONE
  }
  const found = commands.find(candidate => candidate.name === name)
  if (found === undefined)
    throw new UsageError(`there is no command '${name}'; commands are ${commands.map(known => known.name).join(', ')}`)
  const command = found.load()
  const options = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : rest.length)
  if (options.includes('--help') || options.includes('-h')) {
    terminal.out(command.help)
    return DONE
  }
  return command.run(rest, terminal)
}

function explain(error: unknown, terminal: Terminal, name: string | undefined): number {
  const issues = issuesOf(error)
  const mark = terminal.style('red', 'error:')
  if (error instanceof UsageError) {
    terminal.error(
      `${mark} ${error.message}\nstreambed ${name && commands.some(command => command.name === name) ? `${name} ` : ''}--help says more\n`,
    )
    return WRONG_USAGE
  }
  if (issues) {
    terminal.error(`${mark} the pipeline is invalid, with ${issues.length === 1 ? 'one problem' : `${issues.length} problems`}:\n`)
    for (const issue of issues) terminal.error(`  ${terminal.style('yellow', issue.code)} ${issueText(issue)}\n`)
  } else if (error instanceof InputError || isFileError(error)) terminal.error(`${mark} ${messageOf(error)}\n`)
  else terminal.error(`${mark} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return INVALID
}

/** What the file system or the unpacker refused. */
function isFileError(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^(E[A-Z]+|Z_[A-Z_]+)$/.test(error.code)
  )
}

function version(): string {
  const { version }: { readonly version: string } = JSON.parse(readFileSync(findUp(__dirname, 'package.json'), 'utf8'))
  return version
}
