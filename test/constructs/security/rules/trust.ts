import { ofKind, type Statement } from '../resources'
import { allow, role } from '../samples'
import { failing, type Rule } from './rule'

/** A service that acts for its callers says for which account; Lambda's own trust knows no such condition. */
const isBound = ({ principal, conditions }: Statement) =>
  principal.includes('lambda.amazonaws.com') || conditions['StringEquals']?.['aws:SourceAccount'] !== undefined

const isOneService = ({ effect, principal, actions }: Statement) =>
  effect === 'Allow' && /^\{"Service":"[a-z0-9.]+"\}$/.test(principal) && actions.join() === 'sts:AssumeRole'

export const trust: Rule = {
  name: 'a role is taken by one service, on behalf of this account',
  violations: deployment =>
    failing(
      ofKind(deployment, 'role'),
      found => found.trust.length === 1 && found.trust.every(one => isOneService(one) && isBound(one)),
      'trusts too much',
    ),
  broken: [
    { ...role, trust: [] },
    { ...role, trust: [allow({ actions: ['sts:AssumeRole'], principal: '{"AWS":"arn:aws:iam::123456789012:root"}' })] },
    { ...role, trust: [allow({ actions: ['sts:AssumeRole'], principal: '{"Service":"scheduler.amazonaws.com"}' })] },
    { ...role, trust: [...role.trust, ...role.trust] },
  ],
}
