import { ofKind } from '../resources'
import { bucket } from '../samples'
import { failing, type Rule } from './rule'

export const objectVersions: Rule = {
  name: 'what is deleted or overwritten in a bucket can be restored for a while, and is not kept for ever',
  violations: deployment => [
    ...failing(ofKind(deployment, 'bucket'), ({ isVersioned }) => isVersioned, 'has no versions'),
    ...failing(ofKind(deployment, 'bucket'), ({ hasLifecycle }) => hasLifecycle, 'keeps old versions for ever'),
  ],
  broken: [
    { ...bucket, isVersioned: false },
    { ...bucket, hasLifecycle: false },
  ],
}
