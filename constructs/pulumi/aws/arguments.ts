import * as pulumi from '@pulumi/pulumi'
import { InvalidPipelineError, type Issue, issueText } from '../../../pipeline'
import type { StreamSettings } from '../../plan'
import { withShortStack } from '../short-stack'
import { Substitutes } from './substitutes'

export interface SettingsWithArns {
  readonly stream?: StreamSettings
  readonly alarms?: { readonly topicArn?: string }
}

/** Settings of the plan, in which ARNs may be outputs of other resources. All others decide what is deployed, so they are plain values. */
export type WithInputs<Settings extends SettingsWithArns> = Omit<Settings, 'stream' | 'alarms'> & {
  readonly stream?: Omit<StreamSettings, 'existing'> & {
    /** A stream that is there already, and the customer-managed key that it is encrypted with. */
    readonly existing?: { readonly arn: pulumi.Input<string>; readonly keyArn?: pulumi.Input<string> }
  }
  readonly alarms?: Omit<NonNullable<Settings['alarms']>, 'topicArn'> & {
    /** ARN of the SNS topic that is told. @default none: alarms are seen in the console only */
    readonly topicArn?: pulumi.Input<string>
  }
}

/** What is wrong with one argument. */
export interface Mistake {
  readonly path: string
  readonly reason: string
}

/** All that is wrong with a component's arguments, as the error that the engine knows. */
export function mistaken(component: string, mistakes: readonly Mistake[]): pulumi.InputPropertiesError {
  const lines = mistakes.map(({ path, reason }) => `\n- ${path}: ${reason}`)
  const message = `the arguments of ${component} are wrong:${lines.join('')}`
  const errors = mistakes.map(({ path, reason }) => ({ propertyPath: path, reason }))
  return withShortStack(new pulumi.InputPropertiesError({ message, errors }))
}

/** What a planner gives; its issues, whose paths begin with `settings.`, become mistakes of arguments, together with those found before. */
export function planned<Plan>(component: string, before: readonly Mistake[], plan: () => Plan): Plan {
  const found = [...before]
  try {
    const result = plan()
    if (before.length === 0) return result
  } catch (error) {
    if (!(error instanceof InvalidPipelineError)) throw error
    found.push(...error.issues.map(mistakeOf))
  }
  throw mistaken(component, found)
}

function mistakeOf(issue: Issue): Mistake {
  const path = issue.path.startsWith('settings.') ? issue.path.slice('settings.'.length) : `pipeline.${issue.path}`
  return { path, reason: issueText({ ...issue, path: '' }) }
}

/** Settings that are ARNs: nothing depends on what they are, so they may come later. */
const ARNS: Readonly<Record<string, readonly [service: string, resource: string]>> = {
  'alarms.topicArn': ['sns', ''],
  'stream.existing.arn': ['kinesis', 'stream/'],
  'stream.existing.keyArn': ['kms', 'key/'],
}

export interface Settled<Settings> {
  /** As the planner takes them: stand-ins where ARNs come later. */
  readonly settings: Settings
  readonly substitutes: Substitutes
  /** Values that come later, but have to be known before. */
  readonly mistakes: readonly Mistake[]
}

const isLater = (value: unknown): value is pulumi.Output<string> | Promise<string> =>
  pulumi.Output.isInstance(value) || value instanceof Promise

/** Settings as plain values. */
export function settle<Settings extends SettingsWithArns>(given: WithInputs<Settings>): Settled<Settings> {
  const substitutes = new Substitutes()
  const mistakes: Mistake[] = []
  const settled = (value: unknown, path: string): unknown => {
    if (isLater(value)) {
      const arn = ARNS[path]
      if (arn) return substitutes.arn(...arn, pulumi.output(value))
      const reason = 'decides what is deployed, so it must be known when the program runs; got an output; pass a plain value'
      mistakes.push({ path, reason })
      return undefined
    }
    if (typeof value !== 'object' || value === null) return value
    const members = Object.entries(value).map(([name, inner]) => [name, settled(inner, path === '' ? name : `${path}.${name}`)])
    return Object.fromEntries(members.filter(([, inner]) => inner !== undefined))
  }
  return { settings: settled(given, '') as Settings, substitutes, mistakes }
}
