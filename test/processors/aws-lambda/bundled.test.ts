import { allCases } from '../../../conformance/cases'
import { awsLambdaDriver } from '../../../conformance/drivers/aws-lambda'
import { runFunctions } from '../../../conformance/drivers/aws-lambda/run'
import { expectedOf } from '../../../conformance/expected'
import { declaredOf } from '../../../conformance/runner/declared'
import { judge } from '../../../conformance/runner/judge'
import { fits } from '../../../conformance/runner/patterns'
import { bundledFunctions } from './support/bundled'

/** One or a few for each thing that a bundle may be made with or without; conformance runs all cases on the code that bundles have. */
const PATTERNS = [
  'examples/*',
  'tumbling/*/late',
  'hopping/quantile/late',
  'session/first-last/late',
  'partitions/*-three-late',
  'formats/*/tumbling-late',
  'keys/several',
  'steps/chain-all',
  'failing/casts-decimal-decimal*',
  'times/far-truncate-quarter',
  'values/top-k-boolean',
  'values/decimal-avg',
  'ticks/session-two-partitions',
  'identifiers/reserved-aggregates*',
  'outputs/five-of-two-partitions',
]
const cases = allCases().filter(({ name }) => PATTERNS.some(pattern => fits(pattern, name)))

test.each(PATTERNS)('there are cases %s', pattern => {
  expect(cases.filter(({ name }) => fits(pattern, name))).not.toEqual([])
})

test.each(cases.map(testCase => [testCase.name, testCase] as const))('bundles of %s give the rows of the law', async (_, testCase) => {
  const results = []
  for await (const result of runFunctions([testCase], bundledFunctions)) results.push(result)
  const [result] = results
  expect(judge(testCase, expectedOf(testCase), result, declaredOf(awsLambdaDriver))).toEqual({ kind: 'equal' })
})
