import { ofKind } from '../resources'
import { code } from '../samples'
import { failing, type Rule } from './rule'

const NAME = /(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIALS?|(ACCESS|API|PRIVATE)_KEY)(_|$)/i
/** Keys of AWS, private keys, and URLs with a password in them. */
const VALUE = /\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN|:\/\/[^/\s:@]+:[^/\s@]+@/

export const noSecrets: Rule = {
  name: "a function's environment holds no secret",
  violations: deployment =>
    failing(
      ofKind(deployment, 'function'),
      ({ environment }) => !Object.entries(environment).some(([name, value]) => NAME.test(name) || VALUE.test(value)),
      'has what looks like a secret in its environment',
    ),
  broken: [
    { ...code, environment: { DB_PASSWORD: 'x' } },
    { ...code, environment: { BROKER: 'kafka://user:word@host' } },
    { ...code, environment: { KEY: 'AKIAABCDEFGHIJKLMNOP' } },
  ],
}
