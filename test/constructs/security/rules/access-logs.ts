import { ofKind } from '../resources'
import { bucket } from '../samples'
import { failing, type Rule } from './rule'

export const accessLogs: Rule = {
  name: 'who reads a bucket is logged',
  violations: deployment => failing(ofKind(deployment, 'bucket'), ({ isLogged, takesLogs }) => isLogged || takesLogs, 'has no access logs'),
  broken: [{ ...bucket, isLogged: false }],
}
