import { type ParseArgsConfig, parseArgs } from 'node:util'
import { messageOf, UsageError } from './errors'

type Options = NonNullable<ParseArgsConfig['options']>
type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: O; allowPositionals: true; strict: true }>>

export interface PipelineArguments<O extends Options> {
  /** The pipeline's file. */
  readonly pipeline: string
  readonly values: Parsed<O>['values']
}

/** The arguments of a command that takes one pipeline; throws `UsageError` for anything that it doesn't know. */
export function parseArguments<const O extends Options>(
  commandArguments: readonly string[],
  options: O,
  example: string,
): PipelineArguments<O> {
  const parsed = parse(commandArguments, options)
  const [pipeline, ...others] = parsed.positionals
  if (pipeline === undefined) throw new UsageError(`no pipeline given; name its file, as in: ${example}`)
  if (others.length > 0) throw new UsageError(`one pipeline is expected, got also ${others.map(other => `'${other}'`).join(', ')}`)
  return { pipeline, values: parsed.values }
}

function parse<const O extends Options>(commandArguments: readonly string[], options: O): Parsed<O> {
  try {
    return parseArgs({ args: [...commandArguments], options, allowPositionals: true, strict: true })
  } catch (error) {
    const message = messageOf(error)
    throw new UsageError(message.charAt(0).toLowerCase() + message.slice(1))
  }
}

/** A whole number in a range; `fallback` where the option wasn't given. */
export function wholeNumber(name: string, text: string | undefined, fallback: number, least: number, most: number): number {
  if (text === undefined) return fallback
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new UsageError(`--${name} got '${text}'; allowed is a whole number from ${least} to ${most}`)
}

/** `1000x` or `1000`: event time passes so many times as fast; `max`: as fast as possible (null). */
export function speedOf(text: string | undefined, fallback: number | null): number | null {
  if (text === undefined) return fallback
  if (text === 'max') return null
  const value = /^\d+(\.\d+)?x?$/.test(text) ? Number.parseFloat(text) : Number.NaN
  if (value > 0 && value <= 1e9) return value
  throw new UsageError(`--speed got '${text}'; allowed is a factor such as 1000x (up to 1000000000x), or max`)
}
