import { ofKind } from '../resources'
import { bucket, key, stream, table } from '../samples'
import { failing, type Rule } from './rule'

export const keptData: Rule = {
  name: 'in production, what holds data survives the deployment, and its key with it',
  violations: deployment => [
    ...(deployment.isProduction
      ? failing(ofKind(deployment, 'key', 'stream', 'table', 'bucket'), ({ isKept }) => isKept, 'goes with the deployment')
      : []),
    ...failing(ofKind(deployment, 'table'), ({ isRecoverable }) => isRecoverable === true, 'can not go back in time'),
  ],
  broken: [
    { ...key, isKept: false },
    { ...stream, isKept: false },
    { ...table, isKept: false },
    { ...bucket, isKept: false },
    { ...table, isRecoverable: false },
  ],
}
