import { parseArgs } from 'node:util'

export interface Options {
  /** Patterns; empty: all. */
  readonly engines: readonly string[]
  readonly cases: readonly string[]
  readonly generated: number
  readonly seed: number
  /** Drivers at once, at least one. */
  readonly jobs: number
  readonly alone: boolean
  readonly list: boolean
  readonly verbose: boolean
  readonly help: boolean
}

export const HELP = `Usage: npm run conformance [-- options]

Runs definitions on real engines and compares their rows with those of the law (docs/semantics.md), which an independent oracle computes.
What is missing is installed into .cache/conformance first.

  --engine PATTERN   drivers whose name fits, '*' stands for anything; may be repeated (default: all)
  --case PATTERN     cases whose name fits; may be repeated (default: all)
  --generated N      adds N random cases (default: 0)
  --seed S           of the random cases (default: 1)
  --jobs N           engines that run at once (default: 1)
  --alone            each case in a job of its own: slower, but easier to follow
  --list             names drivers and cases, and runs nothing
  --verbose          tells the outcome of every case
  --help             this text

Examples:
  npm run conformance -- --engine 'flink*' --case 'session/*'
  npm run conformance -- --jobs 2
  npm run conformance -- --engine duckdb --case 'generated/*' --generated 200 --seed 7

Exit code: 0 all rows are equal or differ as declared, 1 some don't, or a declared difference doesn't differ any more, 2 wrong usage.
`

/** A command line that can't be followed. */
export class UsageError extends Error {}

/** @throws UsageError */
export function optionsOf(commandLine: readonly string[]): Options {
  const values = parsed(commandLine)
  return {
    engines: values.engine ?? [],
    cases: values.case ?? [],
    generated: whole('generated', values.generated, 0),
    seed: whole('seed', values.seed, 1),
    jobs: Math.max(1, whole('jobs', values.jobs, 1)),
    alone: values.alone ?? false,
    list: values.list ?? false,
    verbose: values.verbose ?? false,
    help: values.help ?? false,
  }
}

function parsed(commandLine: readonly string[]) {
  try {
    return parseArgs({
      args: [...commandLine],
      options: {
        engine: { type: 'string', multiple: true },
        case: { type: 'string', multiple: true },
        generated: { type: 'string' },
        seed: { type: 'string' },
        jobs: { type: 'string' },
        alone: { type: 'boolean' },
        list: { type: 'boolean' },
        verbose: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function whole(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new UsageError(`--${name} got '${text}'; allowed is a whole number from 0 to 999999999`)
}
