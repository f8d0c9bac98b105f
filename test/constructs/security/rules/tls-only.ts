import { ofKind, type Statement } from '../resources'
import { bucket, queue, tlsOnly as sample } from '../samples'
import { failing, type Rule } from './rule'

const refusesPlainText = ({ effect, principal, actions, resources, conditions }: Statement) =>
  effect === 'Deny' &&
  (principal === '*' || principal === '{"AWS":"*"}') &&
  actions.some(action => /^(s3|sqs):\*$/.test(action)) &&
  resources.length > 0 &&
  String(conditions['Bool']?.['aws:SecureTransport']) === 'false'

/** Whether it is about the objects and the bucket itself. */
const isAboutAll = ({ resources }: Statement) =>
  resources.some(resource => resource.endsWith('/*')) && resources.some(resource => !resource.endsWith('*'))

export const tlsOnly: Rule = {
  name: 'buckets and queues refuse calls without TLS',
  violations: deployment => [
    ...failing(
      ofKind(deployment, 'bucket'),
      ({ policy }) => policy.some(statement => refusesPlainText(statement) && isAboutAll(statement)),
      'takes calls without TLS',
    ),
    ...failing(ofKind(deployment, 'queue'), ({ policy }) => policy.some(refusesPlainText), 'takes calls without TLS'),
  ],
  broken: [
    { ...bucket, policy: [] },
    { ...bucket, policy: [{ ...sample, resources: ['<lake.Arn>'] }] },
    { ...bucket, policy: [{ ...sample, effect: 'Allow' }] },
    { ...bucket, policy: [{ ...sample, conditions: { Bool: { 'aws:SecureTransport': 'true' } } }] },
    { ...queue, policy: [] },
  ],
}
