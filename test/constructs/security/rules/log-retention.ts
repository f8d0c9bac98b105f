import { ofKind } from '../resources'
import { code, job, logs } from '../samples'
import { failing, type Rule } from './rule'

export const logRetention: Rule = {
  name: 'logs are kept for a number of days that somebody chose',
  violations: deployment => [
    ...failing(ofKind(deployment, 'logs'), ({ retentionDays }) => retentionDays !== null && retentionDays > 0, 'keeps logs for ever'),
    ...failing(
      ofKind(deployment, 'function', 'job'),
      ({ hasOwnLogs }) => hasOwnLogs,
      'has no logs of its own: none, or such as are kept for ever',
    ),
  ],
  broken: [
    { ...logs, retentionDays: null },
    { ...code, hasOwnLogs: false },
    { ...job, hasOwnLogs: false },
  ],
}
