import { type Deployment, ofKind } from '../resources'
import { alarm } from '../samples'
import { failing, type Rule } from './rule'

/** What must wake somebody, where there is something that can fail in this way. */
const NEEDED: readonly { readonly metric: string; readonly about: string; readonly isThere: (deployment: Deployment) => boolean }[] = [
  { metric: 'AWS/Lambda IteratorAge', about: 'waiting records', isThere: found => ofKind(found, 'stream-reader').length > 0 },
  { metric: 'AWS/Lambda Errors', about: 'failed invocations', isThere: found => ofKind(found, 'function').length > 0 },
  { metric: 'AWS/Lambda Throttles', about: 'throttled invocations', isThere: found => ofKind(found, 'function').length > 0 },
  {
    metric: 'AWS/SQS ApproximateNumberOfMessagesVisible',
    about: 'batches that were given up',
    isThere: found => ofKind(found, 'queue').length > 0,
  },
  { metric: 'streambed DeadLetters', about: 'dead letters', isThere: found => ofKind(found, 'stream-reader').length > 0 },
  { metric: 'streambed WatermarkLag', about: 'watermarks that stand still', isThere: found => ofKind(found, 'stream-reader').length > 0 },
  { metric: 'AWS/KinesisAnalytics failingTime', about: 'a job that fails', isThere: found => ofKind(found, 'job').length > 0 },
]

/** Without dimensions CloudWatch finds no data, and the alarm never says a word. */
export const alarms: Rule = {
  name: 'alarms watch what can fail, with the dimensions without which they see nothing',
  violations: deployment => {
    const found = ofKind(deployment, 'alarm')
    const missing = NEEDED.filter(({ metric, isThere }) => isThere(deployment) && !found.some(one => one.metric === metric))
    return [
      ...failing(
        found,
        ({ dimensions }) => Object.values(dimensions).length > 0 && Object.values(dimensions).every(value => value !== ''),
        'has no dimensions',
      ),
      ...failing(found, ({ missingData }) => /^(notBreaching|breaching)$/.test(missingData), 'does not say what no data means'),
      ...missing.map(({ metric, about }) => `nothing watches ${about} (${metric})`),
    ]
  },
  broken: [
    { ...alarm, dimensions: {} },
    { ...alarm, dimensions: { FunctionName: '' } },
    { ...alarm, missingData: '' },
  ],
}
