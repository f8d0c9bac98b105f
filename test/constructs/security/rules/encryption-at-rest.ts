import { ofKind } from '../resources'
import { bucket, code, logs, queryEngine, queue, stream, table } from '../samples'
import { failing, type Rule } from './rule'

/** Where the provider delivers access logs itself, it takes no keys but its own. */
export const encryptionAtRest: Rule = {
  name: "data at rest is encrypted by the account's own key",
  violations: deployment => [
    ...failing(
      ofKind(deployment, 'stream', 'table', 'queue', 'function', 'logs', 'query-engine'),
      ({ encryption }) => encryption === 'customer',
      "is not encrypted by the account's own key",
    ),
    ...failing(
      ofKind(deployment, 'bucket'),
      ({ encryption, takesLogs }) => encryption === (takesLogs ? 'provider' : 'customer'),
      "is not encrypted by the account's own key",
    ),
  ],
  broken: [
    { ...stream, encryption: 'none' },
    { ...table, encryption: 'provider' },
    { ...queue, encryption: 'none' },
    { ...code, encryption: 'provider' },
    { ...logs, encryption: 'provider' },
    { ...queryEngine, encryption: 'provider' },
    { ...bucket, encryption: 'provider' },
    { ...bucket, encryption: 'none', takesLogs: true },
  ],
}
