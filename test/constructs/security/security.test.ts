import { BY_CDK } from './deployments'
import { RULES } from './rules'

describe.each(BY_CDK)('$tool', deployment => {
  test.each(RULES)('$name', ({ violations }) => {
    expect(violations(deployment)).toEqual([])
  })
})
