import { ofKind } from '../resources'
import { code, queue, reader, schedule } from '../samples'
import { failing, type Rule } from './rule'

const WEEK_SECONDS = 604_800

export const deadLetters: Rule = {
  name: 'what fails for good is kept for somebody to look at',
  violations: deployment => [
    ...failing(
      ofKind(deployment, 'function', 'stream-reader', 'schedule'),
      ({ hasDeadLetters }) => hasDeadLetters,
      'has no queue for what it gives up',
    ),
    ...failing(ofKind(deployment, 'queue'), ({ retentionSeconds }) => retentionSeconds >= WEEK_SECONDS, 'forgets within a week'),
  ],
  broken: [
    { ...code, hasDeadLetters: false },
    { ...reader, hasDeadLetters: false },
    { ...schedule, hasDeadLetters: false },
    { ...queue, retentionSeconds: 345_600 },
  ],
}
