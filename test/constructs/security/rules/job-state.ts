import { ofKind } from '../resources'
import { job } from '../samples'
import { failing, type Rule } from './rule'

export const jobState: Rule = {
  name: 'a job keeps its state over failures and updates',
  violations: deployment => [
    ...failing(ofKind(deployment, 'job'), ({ hasCheckpoints }) => hasCheckpoints, 'has no checkpoints'),
    ...failing(ofKind(deployment, 'job'), ({ keepsState }) => keepsState, 'starts anew at each update'),
  ],
  broken: [
    { ...job, hasCheckpoints: false },
    { ...job, keepsState: false },
  ],
}
