import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const ENGINES = ['lambda', 'flink'] as const
const ENVIRONMENTS = ['dev', 'prod'] as const
const RUNNER = 'constructs/flink-runner/target/streambed-flink-runner.jar'

export interface AwsSettings {
  /** The file of the pipeline. */
  readonly pipeline: string
  /** Events a second. */
  readonly rate: number | undefined
  readonly engine: (typeof ENGINES)[number]
  readonly environment: (typeof ENVIRONMENTS)[number]
  /** With the engine flink: the file of the runner's jar. */
  readonly runner: string
}

/**
 * What is deployed, as the deployment tool's own settings say. Paths are from the project's folder, whichever folder the program runs in.
 * @param read gives a setting's text by its name; undefined: it isn't set
 * @param wrong makes the one error of all that is wrong
 */
export function readSettings(read: (name: string) => string | undefined, wrong: (problems: string) => Error): AwsSettings {
  const problems: string[] = []
  const oneOf = <T extends string>(name: string, values: readonly [T, ...T[]]): T => {
    const given = read(name) ?? values[0]
    const found = values.find(value => value === given)
    if (found === undefined) problems.push(`${name}: got ${given}; allowed: ${values.join(', ')}`)
    return found ?? values[0]
  }
  const pipeline = read('pipeline')
  if (pipeline === undefined) problems.push('pipeline: is required: the path of a file that exports one pipeline')
  const rate = read('rate')
  if (rate !== undefined && !(Number(rate) > 0)) problems.push(`rate: got ${rate}; allowed: a number of events a second above 0`)
  const engine = oneOf('engine', ENGINES)
  const environment = oneOf('environment', ENVIRONMENTS)
  const runner = fromRoot(read('runner') ?? RUNNER)
  if (engine === 'flink' && !existsSync(runner))
    problems.push(`runner: there is no ${runner}; make it by: mvn -f constructs/flink-runner/pom.xml -P managed-flink package`)
  if (problems.length > 0) throw wrong(problems.map(problem => `\n- ${problem}`).join(''))
  return { pipeline: fromRoot(pipeline), rate: rate === undefined ? undefined : Number(rate), engine, environment, runner }
}

const fromRoot = (path = '') => resolve(__dirname, '../..', path)
