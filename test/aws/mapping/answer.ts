import type { StreamRecord } from './ports'

/**
 * From which record on a batch must be delivered again, by what the function returned: the index of the first one; `records.length` for none.
 * No list, or an empty one, is success. Of several failures the lowest sequence number counts. An empty or missing identifier fails the whole batch, and so does one
 * of no record here, about which the documentation says nothing.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function firstFailure(answer: unknown, records: readonly StreamRecord[]): number {
  const failures = typeof answer === 'object' && answer !== null && 'batchItemFailures' in answer ? answer.batchItemFailures : null
  if (failures === null || failures === undefined) return records.length
  if (!Array.isArray(failures)) return 0
  const indexes = failures.map((failure: unknown) => {
    const identifier = typeof failure === 'object' && failure !== null && 'itemIdentifier' in failure ? failure.itemIdentifier : null
    return Math.max(
      0,
      records.findIndex(({ sequenceNumber }) => sequenceNumber === identifier),
    )
  })
  return Math.min(records.length, ...indexes)
}
