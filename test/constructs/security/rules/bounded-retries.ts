import { ofKind } from '../resources'
import { reader } from '../samples'
import { failing, type Rule } from './rule'

/** Lambda's own defaults retry a batch for ever, whole, from the newest record: a bad record stops its shard, and what came before is skipped. */
export const boundedRetries: Rule = {
  name: 'a bad record neither stops a shard for ever nor takes others with it',
  violations: deployment => {
    const readers = ofKind(deployment, 'stream-reader')
    return [
      ...failing(readers, found => found.maximumRetryAttempts >= 1, 'retries for ever, or never'),
      ...failing(readers, found => found.maximumRecordAgeSeconds >= 60, 'keeps records of any age'),
      ...failing(readers, found => found.bisects && found.reportsItemFailures, 'gives whole batches up'),
      ...failing(readers, found => found.parallelizationFactor === 1, 'has lanes of a shard, which have no state'),
      ...failing(readers, found => found.startingPosition !== 'LATEST', 'skips what came before it was there'),
    ]
  },
  broken: [
    { ...reader, maximumRetryAttempts: -1 },
    { ...reader, maximumRecordAgeSeconds: -1 },
    { ...reader, bisects: false },
    { ...reader, reportsItemFailures: false },
    { ...reader, parallelizationFactor: 10 },
    { ...reader, startingPosition: 'LATEST' },
  ],
}
