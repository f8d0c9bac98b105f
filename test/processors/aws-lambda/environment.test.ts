import { createHandler, createMergeHandler, createPublishHandler, createTickHandler } from '../../../processors/aws-lambda'
import { byPage, byUser } from './support/pipelines'
import { VARIABLES } from './support/world'

const problems = (make: () => unknown): readonly string[] => {
  try {
    make()
  } catch (error) {
    return error instanceof Error && 'problems' in error ? (error.problems as readonly string[]) : [String(error)]
  }
  return []
}

test('everything that is missing or wrong is said at once', () => {
  const variables = {
    ...VARIABLES,
    STREAMBED_STATE_TABLE: 'a b',
    STREAMBED_MERGE_PARTITIONS: '0',
    STREAMBED_SHUFFLE_STREAM_NAME: undefined,
  }
  expect(problems(() => createHandler(byPage, { variables }))).toEqual([
    "STREAMBED_STATE_TABLE is 'a b', it must be the name of a DynamoDB table",
    'STREAMBED_SHUFFLE_STREAM_NAME is not set, it must be the name of a Kinesis stream',
    "STREAMBED_MERGE_PARTITIONS is '0', it must be an integer from 1 to 10000",
  ])
  expect(problems(() => createMergeHandler(byPage, { variables: {} }))).toHaveLength(3)
  expect(problems(() => createPublishHandler(byPage, { variables: {} }))).toHaveLength(3)
  expect(problems(() => createTickHandler(byPage, { variables: {} }))).toHaveLength(3)
  expect(problems(() => createHandler(byPage, { variables: { ...VARIABLES, STREAMBED_LOG_LEVEL: 'loud' } }))).toEqual([
    "STREAMBED_LOG_LEVEL is 'loud', it must be debug, info, warn or error",
  ])
})

test('only what a definition needs is asked for', () => {
  const { STREAMBED_STATE_TABLE, STREAMBED_LAKE_BUCKET, STREAMBED_STREAM_NAME } = VARIABLES
  expect(
    problems(() => createHandler(byUser, { variables: { STREAMBED_STATE_TABLE, STREAMBED_LAKE_BUCKET, STREAMBED_STREAM_NAME } })),
  ).toEqual([])
})
