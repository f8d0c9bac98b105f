/** The variables that a function of ours may need. SDK endpoints and credentials come from AWS's own variables. */
const VARIABLES = {
  stateTable: 'STREAMBED_STATE_TABLE',
  lakeBucket: 'STREAMBED_LAKE_BUCKET',
  streamName: 'STREAMBED_STREAM_NAME',
  shuffleStreamName: 'STREAMBED_SHUFFLE_STREAM_NAME',
  mergePartitions: 'STREAMBED_MERGE_PARTITIONS',
  deadLetterQueueUrl: 'STREAMBED_DEAD_LETTER_QUEUE_URL',
  logLevel: 'STREAMBED_LOG_LEVEL',
} as const

type Name = keyof typeof VARIABLES

const MOST_MERGE_PARTITIONS = 10_000

/** What each variable must look like; AWS's own rules where they are short. */
const RULES: Readonly<Record<Name, { readonly pattern: RegExp; readonly allowed: string }>> = {
  stateTable: { pattern: /^[A-Za-z0-9_.-]{3,255}$/, allowed: 'the name of a DynamoDB table' },
  lakeBucket: { pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, allowed: 'the name of an S3 bucket' },
  streamName: { pattern: /^[A-Za-z0-9_.-]{1,128}$/, allowed: 'the name of a Kinesis stream' },
  shuffleStreamName: { pattern: /^[A-Za-z0-9_.-]{1,128}$/, allowed: 'the name of a Kinesis stream' },
  mergePartitions: { pattern: /^[1-9][0-9]{0,4}$/, allowed: `an integer from 1 to ${MOST_MERGE_PARTITIONS}` },
  deadLetterQueueUrl: { pattern: /^https?:\/\/\S+$/, allowed: 'the URL of an SQS queue' },
  logLevel: { pattern: /^(debug|info|warn|error)$/, allowed: 'debug, info, warn or error' },
}

/** Variables as a process has them. */
export type Variables = Readonly<Record<string, string | undefined>>

/** A function's environment lacks something; `problems` holds all of it. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
  constructor(readonly problems: readonly string[]) {
    super(`the function's environment is not complete: ${problems.join('; ')}; set the variables as the pipeline's component does`)
  }
}

/**
 * The values of the variables that are needed.
 * @throws EnvironmentError with everything that is missing or wrong.
 */
export function readEnvironment<N extends Name>(needed: readonly N[], variables: Variables): { readonly [K in N]: string } {
  const problems: string[] = []
  const values: Partial<Record<Name, string>> = {}
  for (const name of needed) {
    const value = variables[VARIABLES[name]] ?? ''
    const { pattern, allowed } = RULES[name]
    if (pattern.test(value)) values[name] = value
    else problems.push(`${VARIABLES[name]} ${value === '' ? 'is not set' : `is '${value}'`}, it must be ${allowed}`)
  }
  if (problems.length > 0) throw new EnvironmentError(problems)
  return values as { readonly [K in N]: string }
}

/** The level of log lines. @default 'info' */
export function readLogLevel(variables: Variables): string {
  return variables[VARIABLES.logLevel] === undefined ? 'info' : readEnvironment(['logLevel'], variables).logLevel
}
