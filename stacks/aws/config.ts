import { resolve } from 'node:path'
import { type Config, RunError } from '@pulumi/pulumi'

const ENGINES = ['lambda', 'flink'] as const
const ENVIRONMENTS = ['dev', 'prod'] as const

export interface AwsConfig {
  /** The file of the pipeline. */
  readonly pipeline: string
  /** Events a second. */
  readonly rate: number | undefined
  readonly engine: (typeof ENGINES)[number]
  readonly environment: (typeof ENVIRONMENTS)[number]
  /** With the engine flink: the file of the runner's jar. */
  readonly runner: string
}

/** The stack's configuration; all that is wrong with it is one error. */
export function readConfig(config: Config): AwsConfig {
  const problems: string[] = []
  const oneOf = <T extends string>(name: string, values: readonly T[], otherwise: T): T => {
    const given = config.get(name) ?? otherwise
    const found = values.find(value => value === given)
    if (found === undefined) problems.push(`${name}: got ${given}; allowed: ${values.join(', ')}`)
    return found ?? otherwise
  }
  const pipeline = config.get('pipeline')
  if (pipeline === undefined) problems.push('pipeline: is required: the path of a file that exports one pipeline')
  const rate = config.get('rate')
  if (rate !== undefined && !(Number(rate) > 0)) problems.push(`rate: got ${rate}; allowed: a number of events a second above 0`)
  const engine = oneOf('engine', ENGINES, 'lambda')
  const environment = oneOf('environment', ENVIRONMENTS, 'dev')
  const runner = config.get('runner')
  if (engine === 'flink' && runner === undefined) problems.push("runner: is required with the engine flink: the path of the runner's jar")
  if (problems.length > 0) throw new RunError(`the stack's configuration is wrong:${problems.map(problem => `\n- ${problem}`).join('')}`)
  return {
    pipeline: fromRoot(pipeline),
    rate: rate === undefined ? undefined : Number(rate),
    engine,
    environment,
    runner: fromRoot(runner),
  }
}

/** Paths are from the project's folder, whichever folder the program runs in. */
const fromRoot = (path = '') => resolve(__dirname, '../..', path)
