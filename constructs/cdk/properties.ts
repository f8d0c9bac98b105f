import { InvalidPipelineError } from '../../pipeline'
import type { AlarmSettings, StreamSettings } from '../plan'
import { Substitutes } from './substitutes'

interface WithArns {
  readonly stream?: StreamSettings
  readonly alarms?: AlarmSettings
}

/** Settings as plain values: stand-ins where ARNs are tokens. */
export function settle<Settings extends WithArns>(given: Settings): { readonly settings: Settings; readonly substitutes: Substitutes } {
  const substitutes = new Substitutes()
  const existing = given.stream?.existing
  const topicArn = given.alarms?.topicArn
  const settings = {
    ...given,
    ...(existing && {
      stream: {
        ...given.stream,
        existing: {
          arn: substitutes.arn('kinesis', 'stream/', existing.arn),
          ...(existing.keyArn !== undefined && { keyArn: substitutes.arn('kms', 'key/', existing.keyArn) }),
        },
      },
    }),
    ...(topicArn !== undefined && { alarms: { ...given.alarms, topicArn: substitutes.arn('sns', '', topicArn) } }),
  }
  return { settings, substitutes }
}

/** Calls a planner; the paths of what is wrong are those of a construct's properties. */
export function planned<Plan>(construct: string, plan: () => Plan): Plan {
  try {
    return plan()
  } catch (error) {
    if (!(error instanceof InvalidPipelineError)) throw error
    const issues = error.issues.map(issue => ({ ...issue, path: pathOfProperty(issue.path) }))
    throw new InvalidPipelineError(issues, `the properties of ${construct} are wrong`)
  }
}

/** Where a construct's properties have what a plan's settings or a definition have. */
export const pathOfProperty = (path: string): string => (path.startsWith('settings.') ? path.slice('settings.'.length) : `pipeline.${path}`)
