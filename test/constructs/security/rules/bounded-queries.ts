import { ofKind } from '../resources'
import { queryEngine } from '../samples'
import { failing, type Rule } from './rule'

export const boundedQueries: Rule = {
  name: 'a query can neither scan without limit nor write its results elsewhere',
  violations: deployment => [
    ...failing(ofKind(deployment, 'query-engine'), ({ isEnforced }) => isEnforced, 'lets clients choose where results go'),
    ...failing(ofKind(deployment, 'query-engine'), ({ bytesLimit }) => bytesLimit !== null && bytesLimit > 0, 'scans without limit'),
  ],
  broken: [
    { ...queryEngine, isEnforced: false },
    { ...queryEngine, bytesLimit: null },
  ],
}
