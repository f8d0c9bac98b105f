import { ofKind } from '../resources'
import { key } from '../samples'
import { failing, type Rule } from './rule'

export const keyRotation: Rule = {
  name: 'keys rotate',
  violations: deployment => failing(ofKind(deployment, 'key'), ({ rotates }) => rotates, 'does not rotate'),
  broken: [{ ...key, rotates: false }],
}
