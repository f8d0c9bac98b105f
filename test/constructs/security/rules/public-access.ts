import { ofKind } from '../resources'
import { allow, bucket, key, queue } from '../samples'
import { failing, type Rule } from './rule'

const isEverybody = (principal: string) => principal === '*' || principal === '{"AWS":"*"}' || /"AWS":\[[^\]]*"\*"/.test(principal)

export const publicAccess: Rule = {
  name: 'nothing is open to everybody',
  violations: deployment => [
    ...failing(ofKind(deployment, 'bucket'), ({ isPrivate }) => isPrivate, 'does not block public access'),
    ...failing(
      ofKind(deployment, 'bucket', 'queue', 'key'),
      ({ policy }) => !policy.some(({ effect, principal }) => effect === 'Allow' && isEverybody(principal)),
      'allows something to everybody',
    ),
  ],
  broken: [
    { ...bucket, isPrivate: false },
    { ...bucket, policy: [...bucket.policy, allow({ principal: '*' })] },
    { ...queue, policy: [...queue.policy, allow({ principal: '{"AWS":"*"}' })] },
    { ...key, policy: [allow({ principal: '{"AWS":["arn:aws:iam::123456789012:root","*"]}' })] },
  ],
}
