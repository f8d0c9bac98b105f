/** A function's environment, of names that nobody asks for. */
export const VARIABLES = {
  STREAMBED_STATE_TABLE: 'state',
  STREAMBED_LAKE_BUCKET: 'lake',
  STREAMBED_STREAM_NAME: 'events',
  STREAMBED_SHUFFLE_STREAM_NAME: 'shuffle',
  STREAMBED_MERGE_PARTITIONS: '16',
  STREAMBED_DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/000000000000/dead-letters',
}
